# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = لغة الدردشة: { $languages }
gate-more = يبدو أن سؤالك مكتوب بالعربية. إذا أرسلته كطلب فسيصل إلى عضو في الفريق يقرأ العربية. كل ما كتبته ينتقل معه.
gate-issue = إرسال كطلب بالعربية
gate-write = الكتابة بلغة الدردشة: { $languages }
gate-anyway = بدء الدردشة على أي حال
