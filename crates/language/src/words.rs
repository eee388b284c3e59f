//! Small words that no text of a language does without, and the words that a support desk hears every day. They decide
//! where letters alone do not: short titles, and languages that are close (Danish and Norwegian, Portuguese and Spanish).

use std::{collections::HashMap, sync::LazyLock};

/// Words in lower case by language. A word may stand with several: it then speaks for all of them.
const WORDS: &[(&str, &str)] = &[
    (
        "ar",
        "في من على إلى عن مع هذا هذه التي الذي لا لم لن ما كان كانت هو هي أن إن قد بعد قبل عند كل أو ثم أنا نحن يمكن \
         يمكنني أستطيع بعض غير لدي حتى منذ الآن هل كيف لماذا يعمل تعمل خطأ رسالة تظهر يظهر مشكلة كلمة المرور حساب المستخدم ملف ملفات صفحة الصفحة زر رابط استلمنا إرسال حفظ فتح إغلاق تشغيل الاتصال الشبكة الوصول مجلد الطلب طلب الدفع بطيء جديد جديدة مرفق المرفقات تسجيل الدخول الشاشة الطابعة الفاتورة نسيت",
    ),
    (
        "bg",
        "и на в от за се не да с по е са че като до при си или това тази този които който която няма има съм беше мога \
         може след без само още ми ни ги го защо как моля грешка парола работи",
    ),
    (
        "bs",
        "i u na je se da ne za od sa su što koji koja nije nisam bez ali ili kako kad samo već više moj molim greška \
         lozinka šta uvijek mogu može ne radi poslije prije nakon gdje",
    ),
    (
        "ca",
        "l' d' n' s' m' el la els les un una de del dels que i a en per amb no és són al als es ha he hem però com quan aquest aquesta \
         meu meva puc pot després abans sense també molt més només perquè ara des fins contrasenya funciona",
    ),
    (
        "cs",
        "a se na je v že s do o z i to k ve si ale by po jako za jsem jsme není nelze nejde nemohu nemůžu můj moje mi \
         který která které když při pro už jen nebo až pod také tak bez mezi od před prosím děkuji chyba chybu heslo \
         hlásí zobrazí nefunguje přihlášení přihlásit tiskárna počítač soubor nejdou proč jak znovu byl byla bylo být účet uživatel soubory stránka stránku tlačítko odkaz obdrželi odeslat uložit otevřít zavřít spustit hlášení připojení síť přístup složka složky zablokovaný objednávka objednávku objednávky dodávka zaplaceno platba pomalu nový nová nové příloha přílohy faktura fakturu zapomenuté padá",
    ),
    (
        "da",
        "og i at er det en et på til af som med for ikke den de har jeg kan vi der fra om men var min mit mine blev \
         bliver når nu kun efter eller mig dig sig os vores hvad hvor hvordan hvorfor op ud ind uden igen mellem \
         selvom også meget mere siden ved hver noget nogen kunne skal vil får mangler tak hjælp fejl fejlen adgangskode \
         skærm skærmen virker åbne åbner dukker beder siger alle over under før mens bare både jer deres ligger \
         computeren oplyser bruger være modtag modtage modtager modtaget modtagere forkert forkerte forsøg forsøge forsøger forsøgt gange bestilling bestillingen gået stået fået været set kommet sket sker hedder vej nogle jeres ny nyt nye gammel gamle gennem imod uge uger måned idag morges morgen aften bruge brugt brugere brugeren brugernavn slette slettet gemme gemt gemmer hente henter hentet tilføje tilføjer tilføjet vælge vælger valgt prøve prøver prøvet sende sender sendt skrive skriver skrevet læse læser læst finde finder fundet vise viser vist starte starter startet genstarte genstart lukke lukker lukket lave laver lavet give giver givet tage tager taget sige sagt spørge spørgsmål svar undskyld venligst hilsen dårlig hurtig hurtigt langsom langsomt stadig stadigvæk allerede endnu aldrig altid straks omkring kunde kunder kunden betaling betalt betaler beløb beløbet faktura fakturaen regning ordre ordren levering leverance pakke netværk netværket forbindelse forbindelsen forbinde afbryder afbrydes afbrudt opdatering opdateringen opdateret opdaterer indstillinger udskriv udskrive udskriver udskrift tilladelse adgang mappe mapper skrivebord genvej lyd lyden billede billeder knap knappen side link linket tom tomt medarbejder medarbejdere kollega afdeling kontor møde mødelokale sal oprette oprettet konto kontoen vedhæftet vedhæftede fil filer filen glemt skifte skifter skiftet hinanden længe adgangskoden adgangskoder beskeder bestilt bestille telefonen telefon computer computere medarbejderen skærme printere printeren udskrivning ledig nødt ham hende hvilken hvilket hvilke ingenting hverken dog måske snart tidligere senere sammen hjemme derhjemme intet imidlertid altså ellers desuden derfor fordi således næste forrige sidste sidst første anden andet andre",
    ),
    (
        "de",
        "der die das und ist in zu den nicht mit von auf für im ein eine einen einem einer es sich dem des ich wir als \
         auch nach bei aus an am um kann können wird werden wurde nur noch mein meine meinen unser unsere mehr oder aber \
         wenn seit keine kein über zum zur vom dass beim mich mir uns bitte bis vor durch unter wie was warum immer \
         wieder dieser diese dieses hat haben habe sind war fehler fehlermeldung passwort kennwort bildschirm drucker \
         funktioniert geht lässt ohne trotz hängt rechnung anmelden anmeldung rechner konto benutzer datei dateien seite schaltfläche knopf link mail erhalten senden gesendet speichern öffnen schließen starten startet meldung verbindung netzwerk zugriff zugang ordner gesperrt bestellung bestellungen lieferung bezahlt zahlung langsam neuer neue neues stürzt ständig anhang anhänge",
    ),
    ("el", "και το να του η της με που την από για είναι στο δεν τα τον οι σε ένα μου θα μια στη ή"),
    (
        "en",
        "the of and to in is it that for on with as are this be at by not have has had from or an but was were my we \
         you your can cannot can't won't will does doesn't don't do did didn't isn't when where why how what which who \
         after before since while if then than there their they our us i i'm i've it's me him her its no any every each \
         all only just still anymore into out up down off over under again through without about until same please \
         thanks help unable fails failed failing missing wrong shows says gets keeps stopped works working crashes \
         password screen printer invoice order orders between during because would could should been being a account user users file files page button link email received receive send sent save saved open opens close start starts update updated install installed error message connection network access folder shared reset request approval payment charged delivery slow new stuck",
    ),
    (
        "es",
        "el la los las de del que y a en un una unos por con no es se al lo su sus mi mis para como más pero le me nos \
         ya o si sin sobre este esta esto estos hay cuando muy desde hasta donde está están puedo puede podemos ha han \
         he fue son ser después antes todos todas cada porque qué cómo también solo siempre nada algo ayer hoy entre \
         error contraseña pantalla impresora archivo factura pedido sesión usuario correo aparece funciona ningún \
         ninguna hace mismo nuevo nueva durante desaparece ni yo falla cuenta archivos página botón enlace recibido enviar enviado guardar abrir cerrar arrancar mensaje conexión red acceso carpeta bloqueado bloqueada pedidos entrega pagado pago lento lenta nuevos adjunto adjuntos cierra desconecta conecta veces clave olvidado",
    ),
    (
        "et",
        "ja on ei et see ma ta mis kui oma ka ning või aga siis kes pole olen oli saa ei saa mind meie kõik pärast enne \
         viga parool miks kuidas palun ainult enam juba minu",
    ),
    (
        "fa",
        "و در به از که این را با است برای آن یک خود تا کرد بر هم نیست من می شود نمی کنم شما اما یا خطا رمز",
    ),
    (
        "fi",
        "ja on ei että se en oli ole olen kun mutta tai kuin myös minun minulla meidän me hän joka jos niin vain vielä \
         enää nyt ovat eivät eikä saa saan pysty voi voin voi voida miksi miten mitä mikä kaikki sen tämä tässä tämän \
         siitä sitä jälkeen ennen aina uudelleen kanssa ilman koska kunnes vaikka aikana eilen tänään aamulla \
         kiitos virhe virheilmoitus salasana näyttö tulostin tulosta toimi toimii avaudu löydy näy tule pääse lasku \
         tilaus kirjautuminen sisään sitten mukaan sähköposti tietokone sovellus kaatuu tili tilin käyttäjä käyttäjätunnus tiedosto tiedostot sivu sivun painike linkki saanut lähettää tallentaa avata sulkea käynnistyy viesti yhteys verkko käyttöoikeus kansio lukittu tilaukset toimitus maksettu maksu hidas uusi liite liitteet päivityksen katkeaa jatkuvasti",
    ),
    (
        "fr",
        "l' d' j' n' s' c' qu' m' le la les de des du un une et est à en que qui dans pour pas ne n'est sur au aux avec ce cette ces se sont il \
         elle je nous vous on mon ma mes notre nos son sa ses leur par plus mais ou où si été être avoir a ai ont peut \
         peux pouvez impossible depuis après avant sans chez entre très aussi tout tous toutes quand comme comment \
         pourquoi rien aucun aucune toujours encore lors chaque même puis merci erreur mot passe écran imprimante \
         facture commande fichier affiche fonctionne plante ouvre ordinateur utilisateur hier y compte fichiers page bouton lien courriel reçu reçue envoyer envoyé enregistrer ouvrir fermer démarrer démarrage message connexion réseau accès dossier bloqué bloquée commandes livraison payé payée paiement lent lente nouveau nouvelle connecter pièce jointe oublié",
    ),
    ("he", "של את על לא אני הוא היא זה עם או אם כי גם יש אין לי מה איך למה אחרי לפני כל שלי שגיאה סיסמה"),
    ("hi", "है के में की से का को और पर यह नहीं हैं एक ने भी कर हो मैं मेरा मुझे रहा रही लिए बाद"),
    (
        "hr",
        "i u na je se da ne za od sa su što koji koja nije nisam bez ali ili kako kad samo već više moj molim greška \
         lozinka tko uvijek mogu može ne radi poslije prije nakon gdje tijekom računalo zaslon pisač pogreška",
    ),
    (
        "hu",
        "a az és nem is hogy egy meg van volt de ha csak már el ki be le fel még mint vagy ezt azt ez mert majd sem nincs \
         kell lehet tudok tudom tudunk lett lesz után előtt alatt óta miért hogyan mi mit minden nálam nekem velem saját \
         ahol amikor amit ami akkor újra között nélkül miatt szerint köszönöm kérem hiba hibaüzenet jelszó képernyő \
         nyomtató számla rendelés bejelentkezés működik fájl ide most többé mindig ugyanaz sikerül fiók felhasználó fájlok oldal oldalt gomb gombot link megkaptuk küldeni menteni megnyitni bezárni indul elindul üzenet kapcsolat hálózat hozzáférés mappa zárolva rendelést szállítás fizetés fizettük lassú új melléklet mellékletek frissítés",
    ),
    (
        "id",
        "yang di dan untuk dengan dari tidak ini itu ke pada saya kami bisa sudah belum akan ada karena setelah sebelum \
         atau juga saat ketika tapi mengapa bagaimana kata sandi kesalahan",
    ),
    (
        "is",
        "og að í á er ekki það sem við en til um ég hann með fyrir af var þegar eða frá mér mig þetta get eftir engin \
         ekkert lykilorð villa hvernig hvers",
    ),
    (
        "it",
        "l' un' dell' all' nell' dall' sull' c' d' il lo la i gli le di del della dei delle degli che e è un una uno in a da dal dalla per con non si sono al alla \
         ai alle nel nella nei nelle sul sulla sui su mi ci ma ho ha hanno più anche come quando se o questo questa \
         questi mio mia miei nostro nostra dopo prima senza ogni tutti tutte solo ancora sempre già poi perché cosa \
         dove posso può possiamo viene stato stata essere fino mai nessun nessuna errore schermo schermata stampante \
         fattura ordine accesso accedere funziona appare dice fra tra grazie riesco riusciamo ieri oggi dello nulla niente conto utente pagina pulsante tasto collegamento ricevuto inviare inviato salvare aprire chiudere avvio avviare messaggio connessione rete cartella bloccato bloccata ordini consegna pagato pagamento lento lenta nuovo nuova allegato allegati chiude dimenticata volte",
    ),
    ("ko", "이 가 을 를 은 는 에 에서 의 로 와 과 도 안 수 없습니다 합니다 오류 있습니다"),
    (
        "lt",
        "ir į yra ne kad su iš ar bet tai kaip po prie nėra aš mano per už tik dar jau kai negaliu galiu neveikia \
         klaida slaptažodis kodėl",
    ),
    (
        "lv",
        "un ir ar uz no nav ka kas par pēc es man mans vai bet tas lai pie kad nevaru var tikai vēl kļūda parole \
         nedarbojas kāpēc",
    ),
    (
        "mk",
        "и на во од за се не да со по е што како до при или ова оваа нема има сум беше може после без само ми ги го зошто",
    ),
    (
        "ms",
        "yang di dan untuk dengan dari tidak ini itu ke pada saya kami boleh sudah belum akan ada kerana selepas sebelum \
         atau juga apabila tetapi mengapa bagaimana kata laluan ralat",
    ),
    (
        "nb",
        "og i at er det en et på til av som med for ikke den de har jeg kan vi der fra om men var min mitt mine ble \
         blir når nå kun bare etter eller meg deg seg oss vår vårt våre hva hvor hvordan hvorfor opp ut inn uten igjen \
         mellom selv også mye mer siden ved hver noe noen kunne skal vil får mangler takk hjelp feil feilen feilmelding \
         passord skjerm skjermen virker fungerer åpne åpner dukker ber sier alle over under før mens både dere deres \
         ligger datamaskinen skriveren innlogging logge være fikk går kommer gjør heller motta mottar mottatt mottaker mottakere gale galt forsøk forsøker prøvd ganger bestilling bestillingen gått stått fått vært sett kommet skjedd skjer heter vei ny nytt nye gammel gamle gjennom mot uke uker måned morges morgen kveld bruke bruker brukt brukere brukeren brukernavn slette slettet lagre lagret lagrer hente henter hentet legge legger lagt tilgang velge velger valgt prøve prøver sende sender sendt skrive skriver skrevet lese leser lest finne finner funnet vise viser vist starte starter startet omstart lukke lukker lukket lage lager laget gi gir gitt ta tar tatt si sagt spørre spørsmål svar unnskyld vennligst hilsen dårlig raskt treg sakte fortsatt fremdeles allerede ennå aldri alltid straks rundt kunde kunder kunden betaling betalt betaler beløp beløpet faktura fakturaen regning ordre ordren levering leveranse pakke nett nettet nettverk nettverket internett tilkobling kobler koblet avbrytes avbrutt oppdatering oppdateringen oppdatert oppdaterer innstillinger utskrift tillatelse mappe mapper skrivebord snarvei lyd lyden bilde bilder knapp knappen side lenke lenken tom tomt ansatt ansatte kollega avdeling kontor møte møterom etasje opprette opprettet konto kontoen vedlegg vedlegget fil filer filen glemt bytte bytter byttet hverandre lenge passordet meldingen bestilt bestille telefonen telefon datamaskin skjermer skrivere utskriften ledig nødt ham henne hvilken hvilket hvilke ingenting verken likevel kanskje snart tidligere senere sammen hjemme ikkje imidlertid altså ellers dessuten derfor fordi slik neste forrige siste sist første annen annet andre",
    ),
    (
        "nl",
        "de het een en van is in dat op te niet met voor zijn aan er ik mijn wij we ons onze kan kunnen als bij ook maar \
         om naar door uit nog wordt worden werd geen meer dan of deze dit die wel over na sinds tot zonder hoe wat waarom \
         wanneer heeft hebben heb was waren steeds alleen iets niets weer elke alle mij jullie zich tijdens tussen al \
         toen hier daar moet wil krijg krijgt doet staat fout foutmelding wachtwoord scherm printer factuur bestelling \
         werkt inloggen bestand computer lukt opent beeldscherm vanaf binnen telkens account gebruiker bestanden pagina knop mail ontvangen verzenden verzonden opslaan openen sluiten starten melding verbinding netwerk toegang map geblokkeerd bestellingen levering betaald betaling traag nieuwe nieuw bijlage bijlagen blijft dubbel valt vergeten",
    ),
    (
        "nn",
        "og i at er det ein eit på til av som med for ikkje den dei har eg kan vi der frå om men var min mitt mine vart \
         blir når no berre etter eller meg deg seg oss vår kva kvar korleis kvifor opp ut inn utan igjen mellom også \
         mykje meir sidan ved noko nokon skal vil får passord feil skjermen",
    ),
    (
        "pl",
        "i w na z do nie się że to jest o a po od za jak ale co czy przy przez dla mi mam mój moja moje tylko już jeszcze \
         są był była było być może mogę można gdy kiedy który która które przed bez pod nad oraz lub ponieważ dlaczego \
         nas nam ich jego tego tej ten ta te tym bardzo także znowu ani nic żaden żadnej każdy każdym podczas błąd błędu \
         hasło hasła ekran drukarka faktura zamówienie działa logowanie zalogować komputer plik wyświetla pojawia proszę \
         dziękuję wczoraj dzisiaj rano nikt we ze konto użytkownik pliki strona strony przycisk link otrzymałem wysłać zapisać otworzyć zamknąć uruchomić komunikat połączenie sieć sieci dostęp dostępu folder zablokowane zamówienia dostawa zapłacone płatność wolno nowy nowa nowe załącznik załączniki aktualizacji otwiera",
    ),
    (
        "pt",
        "o a os as de do da dos das que e é em no na nos nas um uma por para com não se ao à mais mas como foi são ser \
         está estão este esta isto isso eu meu minha meus minhas nosso nossa já ou quando muito sem até depois antes \
         desde também só onde porque porquê pelo pela pelos num numa tem têm tenho posso pode podemos consigo consegue \
         conseguimos fazer cada todos todas nenhum nenhuma nada algo ontem hoje sempre ainda lhe ele ela erro mensagem \
         ecrã tela impressora arquivo ficheiro fatura pedido encomenda sessão utilizador usuário senha aparece funciona \
         você vocês mesmo nova novo durante fica diz conta ficheiros página botão ligação recebido recebemos enviar enviado guardar abrir fechar arrancar iniciar conexão rede acesso pasta bloqueado bloqueada bloqueou pedidos entrega pago paga pagamento lento lenta novos anexo anexos encomendas valor vezes esqueci",
    ),
    (
        "ro",
        "și în de la cu nu pe să o un care din este sunt a ai al ale mai că pentru ce după dar când cum prin până fără \
         doar sau am ați au fi fost era mea meu mei noastră nostru îmi mi îl se s-a n-am nici niciun nicio această acest \
         aceasta acum deja iar între unde fiecare toate toți pot poate putem eroare eroarea parola ecran ecranul \
         imprimanta factura comanda funcționează apare mesajul contul fișier fișierul calculatorul deschide vă rog \
         mulțumesc de ce ieri azi nimic si sa cont utilizator fișiere pagina pagină butonul link primit trimite trimis salvez salva deschid închide închid pornește mesaj conexiune conexiunea rețea rețeaua acces accesul dosar blocat blocată comenzi livrare livrarea plătit plătită plată lent nou nouă uitat atașament atașamente actualizare blochează închis",
    ),
    (
        "ru",
        "и в не на с что я по это к из у за от о как но для же бы до при или мы вы он она они мне мой моя мои нас нам \
         если когда уже только ещё еще был была было были быть есть нет после без под над через также почему где \
         который которая которые можно нельзя могу может можем во со об очень всё все его её их этот эта эти снова \
         пожалуйста ошибка ошибку пароль экран принтер счёт заказ работает вход войти компьютер файл выдаёт появляется \
         пишет не могу ничего каждый вчера сегодня аккаунт учётная пользователь файлы страница страницу кнопка кнопку ссылка ссылку получили отправить сохранить открыть закрыть запуск запуске сообщение подключение сеть сети доступ папка папке папку заблокирован заказы доставка оплата оплатили медленно новый новая новое вложение вложения счёте найти забыл обновления нужен завис зависает",
    ),
    (
        "sk",
        "a sa na je v že s do o z aj to k vo si ale by po ako za som sme nie nedá nejde nemôžem môj moje mi ktorý ktorá \
         ktoré keď pri pre už len alebo až pod tiež tak bez medzi od pred prosím ďakujem chyba chybu heslo nefunguje \
         prihlásenie prihlásiť tlačiareň počítač súbor prečo bol bola bolo byť účet používateľ súbory stránka stránku tlačidlo odkaz dostali odoslať uložiť otvoriť zavrieť spustiť hlásenie pripojenie sieť prístup priečinok objednávka objednávku objednávky dodávka zaplatené platba pomaly nový nová nové príloha prílohy faktúra faktúru zabudnuté padá",
    ),
    (
        "sl",
        "in je v na se da ne za z s so ki po pri od do ali pa tudi ni sem smo če ko kako zakaj samo že še moj moja bil \
         ne morem lahko prosim napaka geslo deluje brez po med",
    ),
    ("sq", "dhe në e të i për me nuk një nga që është por si kur pas para pa unë mund fjalëkalimi gabim"),
    (
        "sr",
        "и у на је се да не за од са су што који која није нисам без али или како кад само већ више мој молим грешка \
         лозинка шта увек могу може после пре где i u na je se da ne za od sa su što koji nije gde uvek posle pre",
    ),
    (
        "sv",
        "och i att är det en ett på till av som med för inte den de har jag kan vi där från om men var min mitt mina blev \
         blir när nu bara endast efter eller mig dig sig oss vår vårt våra vad hur varför upp ut in utan igen mellan \
         också mycket mer sedan vid varje något någon inga ingen inget kunde ska skall vill får saknas tack hjälp fel \
         felet felmeddelande lösenord skärm skärmen fungerar öppna öppnar dyker säger alla över under före medan både ni \
         deras ligger datorn skrivaren inloggning logga vara fick går kommer gör längre trots ändå belopp beloppet program programmet fil filen filer sida sidan sidor knapp knappen länk länken bild bilder skicka skickar skickat visas visar hittar hitta startar starta stängs stänger fastnat sparar spara sparas kunder kund kunden betalat betalning beställning beställningen beställa faktura fakturan fakturor leverans leveransen konto kontot användare användarnamn användaren nät nätet nätverk uppdatering uppdateringen uppdatera ladda laddas kopplar koppla telefonen ny nytt nya fungera slutat försöker försökt provat bytt byta glömt behöver åtkomst mapp mappen bilaga bilagor tangentbord tangentbordet hela tiden start långsam kollega kvitto meddelande meddelandet varandra länge lösenordet meddelanden beställt telefon skärmar skrivare utskriften ledig henne vilken vilket vilka ingenting varken kanske snart tidigare senare tillsammans hemma alltså annars dessutom därför eftersom nästa förra sista sist första annan annat andra behöva behövs kvar igång borta",
    ),
    ("th", "ไม่ ได้ ที่ และ เป็น ใน มี ของ จะ ให้ การ ว่า แล้ว"),
    (
        "tr",
        "ve bir bu için ile de da ne çok daha gibi kadar var yok değil mi ama veya ben biz bana bize benim bizim olarak \
         olan oldu oluyor her hiç sonra önce şu neden nasıl zaman göre ancak artık hala hâlâ sadece tüm bütün en ise ki \
         diye hata hatası mesajı şifre şifremi ekran ekranı yazıcı fatura sipariş çalışmıyor açılmıyor giriş yapamıyorum \
         yapamıyoruz dosya bilgisayar veriyor lütfen teşekkürler dün bugün sabah alıyorum görünüyor görünmüyor kullanıcı \
         hesabım içinde üzerinde beri hesap adı dosyalar sayfa sayfası düğme düğmesi bağlantı bağlantısı aldım gönder gönderilmiyor kaydet açmak kapatmak başlatmak mesaj ağ erişim klasör kilitli siparişi teslimat ödeme ödendi yavaş yeni ek ekler unuttum güncelleme çöküyor kapanıyor",
    ),
    (
        "uk",
        "і в не на з що я по це до із у за від о як але для же б при або ми ви він вона вони мені мій моя мої нас нам \
         якщо коли вже тільки ще був була було були бути є немає після без під над через також чому де який яка які \
         можна неможливо можу може можемо та й дуже все всі його її їх цей ця ці знову будь ласка помилка помилку пароль \
         екран принтер рахунок замовлення працює вхід увійти комп'ютер файл видає з'являється пише нічого кожен вчора \
         сьогодні обліковий користувач файли сторінка сторінку кнопка кнопку посилання отримали надіслати зберегти відкрити закрити запуск повідомлення підключення мережа мережі доступ тека папка папки заблоковано доставка оплата оплатили повільно новий нова нове вкладення рахунку знайти забув оновлення потрібен зависло зависає",
    ),
    (
        "vi",
        "không là của và có trong cho được với các một tôi này đã khi để từ đến nhưng sau trước tại lỗi mật khẩu sao",
    ),
    // The two Portuguese and the two Chinese share their letters and differ in such words.
    ("pt-BR", "você vocês tela arquivo usuário senha celular mouse registro salvar deletar conosco boleto"),
    (
        "pt-PT",
        "ecrã ficheiro utilizador palavra-passe telemóvel rato registo guardar connosco estou a telefonar equipa",
    ),
    (
        "zh-Hans",
        "这 个 们 来 说 时 会 对 国 学 误 无 录 请 见 发 后 开 关 过 为 还 没 电 脑 页 显 码 号 户 邮 单 图 张 问 题 账 订",
    ),
    (
        "zh-Hant",
        "這 個 們 來 說 時 會 對 國 學 誤 無 錄 請 見 發 後 開 關 過 為 還 沒 電 腦 頁 顯 碼 號 戶 郵 單 圖 張 問 題 帳 訂",
    ),
];

/// Which of the lists above a word stands in: bit by position.
pub(crate) fn lists_with(word: &str) -> u64 {
    INDEX.get(word).copied().unwrap_or_default()
}

/// The bits of the lists that speak for a language.
pub(crate) fn lists_of(names: &[&str]) -> u64 {
    let listed = WORDS.iter().enumerate().filter(|(_, (name, _))| names.contains(name));
    listed.map(|(position, _)| bit(position)).sum()
}

static INDEX: LazyLock<HashMap<&str, u64>> = LazyLock::new(|| {
    let mut index = HashMap::new();
    for (position, (_, words)) in WORDS.iter().enumerate() {
        for word in words.split_whitespace() {
            *index.entry(word).or_default() |= bit(position);
        }
    }
    index
});

const fn bit(position: usize) -> u64 {
    1 << position
}

// A bit for each list.
const _: () = assert!(WORDS.len() <= 64);
