# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = Le chat se fait uniquement en { $languages }
gate-more = Votre question semble être en français. Comme demande, elle parviendra à un membre de l’équipe qui lit le français. Tout ce que vous avez écrit est repris.
gate-issue = Envoyer comme demande en français
gate-write = Écrire en { $languages }
gate-anyway = Démarrer le chat quand même
