# Fönstrets texter på svenska. `locales/en/window.ftl` har samma meddelanden med samma variabler.

## Ord som förekommer på många ställen

app = Svara
cancel = Avbryt
close = Stäng
back = Tillbaka
retry = Försök igen
save-failed = Inte sparat än
loading = Läser in…
status-awaiting = Väntar på svar
status-open = Öppet
status-closed = Avslutat
status-vanished = Finns inte längre hos supportdesken
date-opened = Öppnat { $date }
date-closed = Avslutat { $date }
time-today = I dag, { $time }
time-yesterday = I går, { $time }
time-tomorrow = I morgon { $time }
time-day = { $day }, { $time }
you = Du

## Start

start-failed = Svara kunde inte starta som det ska

## Inloggning

signin-title = Logga in på din supportdesk
signin-desk = Supportdesk
signin-built-in = Inbyggd supportdesk (på den här datorn)
signin-other = En annan Svara-desk
signin-address = Supportdeskens adress
signin-address-example = hjalp.example.com
signin-found = Hittad: { $desk }
signin-looking = Letar efter supportdesken…
signin-user = Användarnamn
signin-password = Lösenord
signin-password-hint = Skickas till supportdesken en gång och sparas aldrig. Svara sparar bara ett inloggningsbevis, i datorns nyckelring.
signin-submit = Logga in
signin-running = Loggar in…
signin-forgot = Glömt lösenordet?
signin-try = Prova
signin-try-running = Startar den inbyggda supportdesken…
signin-try-hint = Har du ingen supportdesk till hands? Svara har en inbyggd, med exempeldata. Ingenting lämnar datorn.
signin-demo-hint = Exempelmedlemmen är redan ifylld. Bara att logga in.
signin-safe = Du är inte inloggad, och lösenordet har inte sparats.
signin-check-address = Kontrollera adressen och nätanslutningen.
signin-later = Försök igen om en stund. Håller det i sig, säg till dem som driver supportdesken.
signin-missing-address = Skriv adressen till din supportdesk.
signin-missing-user = Skriv ditt användarnamn.
signin-missing-password = Skriv ditt lösenord.

## Listor

lists = Mina tekniska ärenden
rail = Huvudmeny
new-issue = Nytt ärende
drafts-nav = Utkast och utkorg
settings-nav = Inställningar
list-awaiting = Väntar på svar
list-open = Öppna
list-closed = Avslutade
count-issues = { $count ->
    [one] { $count } ärende
   *[other] { $count } ärenden
}
count-stuck = { $count ->
    [one] { $count } behöver dig
   *[other] { $count } behöver dig
}
count-messages = { $count ->
    [one] { $count } nytt meddelande
   *[other] { $count } nya meddelanden
}
row-said = { $author }: { $text }
row-mine = Du: { $text }
row-new = Nytt
list-more = Läser in fler ärenden…
empty-awaiting = Ingenting väntar på dig
empty-awaiting-more = När IT-teamet frågar dig något syns det här, och Svara säger till.
empty-open = Inga öppna ärenden
empty-open-more = Det du skickar in står här tills det är åtgärdat.
empty-closed = Inga avslutade ärenden än
empty-closed-more = Det som är åtgärdat står kvar här, med datumet då det avslutades.
empty-unsure = Inget att visa än
empty-unsure-more = Svara kan inte säga om något väntar på dig förrän supportdesken har kunnat nås.
empty-unsure-signed-out = Svara kan inte säga om något väntar på dig förrän du har loggat in igen.
empty-unsure-trouble = Svara kan inte säga om något väntar på dig förrän supportdesken mår bra igen.
empty-unsure-not-understood = Svara kan inte säga om något väntar på dig förrän supportdeskens svar går att förstå.
empty-unsure-storage = Svara kan inte säga om något väntar på dig förrän datorn kan spara det som supportdesken säger.
empty-checking = Frågar supportdesken…
list-failed = Listan kunde inte läsas

## Sökning

search-label = Sök i ärenden, chattar och utkast
search-hint = Ärenden, chattar, utkast
search-title = Sökning
search-clear = Avsluta sökningen
search-running = Söker…
search-count = { $count ->
    [0] Inget hittades
    [one] { $count } träff
   *[other] { $count } träffar
}
search-more = De { $count } bästa träffarna. Fler ord ger färre träffar.
search-none = Inget hittades för ”{ $words }”
search-none-more = Svara söker i rubriker, nummer, dina chattar och utkast och de meddelanden som har lästs från supportdesken. Färre eller kortare ord hittar mer.
search-failed = Sökningen fungerade inte
search-draft = Utkast
search-draft-reply = Utkast till svar
search-chat = Chatt

## Hur säkra listorna är

fresh-checked = Aktuellt, { $when }
fresh-checking = Kontrollerar…
fresh-checking-since = Kontrollerar… senast { $when }
fresh-offline = Frånkopplad
fresh-offline-since = Frånkopplad, kontrollerat { $when }
fresh-signed-out = Utloggad
fresh-not-eligible = Inte öppet för din rank
fresh-trouble = Supportdesken har problem
fresh-not-understood = Supportdeskens svar gick inte att förstå
fresh-storage = Inget kan sparas här
fresh-check-now = Kontrollera nu
fresh-last = Du ser det som var känt { $when }.
fresh-never = Supportdesken har inte kunnat nås än.
fresh-sign-in = Logga in igen

## Vad som väntade

# What waited for a member who was away for more than 12 hours.
briefing-title = { $count ->
    [one] Ett ärende väntar på ditt svar
   *[other] { $count } ärenden väntar på ditt svar
}
briefing-since = Du var här senast: { $when }
briefing-answer = Svara nu
briefing-more = { $count ->
    [one] och ett till
   *[other] och { $count } till
}
briefing-close = Lägg undan
# The walk through what waited, one issue after another.
walk-title = Svara på det som väntade
walk-place = { $place } av { $total }
walk-next = Nästa
walk-done = Klart
walk-end = Sluta
walk-over = Det var det sista.

## Ärende

issue-awaiting = Väntar på ditt svar
# When the desk closes an issue that stays silent: by its own word, or "about", as it has done before.
closes-left = { $days ->
    [0] Kan avslutas när som helst
    [one] 1 arbetsdag kvar
   *[other] { $days } arbetsdagar kvar
}
closes-left-about = { $days ->
    [0] Kan avslutas när som helst
    [one] Ungefär 1 arbetsdag kvar
   *[other] Ungefär { $days } arbetsdagar kvar
}
closes-on = Supportdesken avslutar ärendet { $day } om du inte svarar.
closes-on-about = Supportdesken avslutar ärendet omkring { $day } om du inte svarar, som den har gjort förut.
closes-over = Tiden att svara är över.
closes-unknown = Supportdesken säger inte när den avslutar ett ärende som ingen svarar på.
issue-number = Nr { $number }
issue-none = Välj ett ärende för att läsa det här
issue-none-more = Med piltangenterna eller J och K, sedan Retur.
issue-entries = Konversation
entry-asks = frågar dig
issue-loading = Hämtar konversationen…
issue-failed = Konversationen kunde inte hämtas
issue-old = Det här är kanske inte det senaste i konversationen
issue-empty = Inga meddelanden än.
issue-no-reply = Ärendet tar inte emot fler svar. Har problemet kommit tillbaka? Skicka in ett nytt ärende.
issue-no-reply-open = Supportdesken tar inte emot svar i det här ärendet just nu.
issue-vanished = Supportdesken har inte kvar det här ärendet. Det Svara har läst av det finns kvar här att läsa. Har problemet kommit tillbaka? Skicka in ett nytt ärende.
issue-vanished-draft = Du hade börjat på ett svar. Det går inte längre att skicka till det här ärendet.
issue-vanished-use = Börja ett nytt ärende med det
attachment-open = Visa { $name } större
attachment-file = { $name }, { $size }
attachments = Bilagor
picture-size = { $width } × { $height } · { $size }

## Påminnelse senare

later = Påminn mig senare
later-change = En annan tid
later-title = När ska Svara påminna dig?
later-hour = Om en timme
later-evening = I kväll
later-morning = I morgon bitti
later-working-day = Nästa arbetsdag
later-at = En tid som du väljer
later-at-set = Påminn mig då
# $when (String) - en dag och en tid.
later-set = Du blir påmind: { $when }
later-cancel = Påminn mig inte

## Svar

reply-label = Ditt svar
reply-placeholder = Skriv ditt svar…
reply-attach = Bifoga
ask-time = Be om mer tid
ask-time-until = Be om mer tid…
ask-time-written = Inskrivet i ditt svar. Det är inte skickat än.
reply-send = Skicka svar
reply-sending = Skickar…
reply-sent = Ditt svar är på väg.
saved-moment = Sparat alldeles nyss
saved-at = Sparat { $when }
saving = Sparar…

## Bilder

pictures-remove = Ta bort { $name }
pictures-list = Bilder
pictures-refused = { $count ->
    [one] En fil bifogades inte
   *[other] { $count } filer bifogades inte
}
refused-too-large = { $name } är större än supportdesken tar emot ({ $limit }).
refused-not-a-picture = { $name } är ingen PNG- eller JPEG-bild.
refused-too-many-pixels = { $name } har för många bildpunkter. Beskär den eller spara den mindre.
refused-damaged = { $name } är skadad och går inte att öppna.
refused-unreadable = { $name } går inte att läsa.
refused-too-many = { $name } är en för mycket: supportdesken tar emot { $limit } per meddelande.
refused-dismiss = Okej

## Nytt ärende

compose-title = Nytt ärende
compose-lead = Beskriv ett problem åt gången. Ju mer IT-teamet får veta, desto snabbare kan det hjälpa dig.
compose-a = A. Rubrik
compose-a-hint = Börjar med språket du skriver på, så att ärendet når rätt teammedlem.
compose-a-example = kan inte bearbeta beställning
compose-language = Ärendets språk
compose-other-language = Språket verkar vara { $language }.
compose-use-language = Byt till { $language }
compose-b = B. Vad du gjorde när det hände
compose-b-hint = Steg för steg, med vad du väntade dig och vad du såg.
compose-c = C. Bilder på problemet
compose-c-hint = PNG eller JPEG, upp till { $count } bilder på högst { $size } var. Dolda uppgifter, till exempel om platsen, tas bort.
compose-choose = Välj filer
compose-d = D. Skicka in ärendet
compose-sending = Skickar in…
compose-keep = Spara som utkast
compose-sent = Ditt ärende är på väg till IT-teamet.
compose-used = { $used } av { $limit } tecken
problem-title-missing = Ge ärendet en rubrik.
problem-title-too-long = Rubriken är för lång: { $actual } tecken, supportdesken tar emot { $limit }.
problem-language-missing = Välj språket du skriver på.
problem-language-not-accepted = Supportdesken tar inte emot ärenden på det här språket. Välj ett annat.
problem-text-missing = Beskriv vad som hände.
problem-reply-missing = Skriv ditt svar först.
problem-question-missing = Skriv din fråga först.
problem-line-missing = Skriv ett meddelande först.
problem-name-missing = Skriv ditt namn.
problem-email-missing = Skriv din e-postadress.
problem-email-not-accepted = Det här är ingen e-postadress.
problem-text-too-long = Texten är för lång: { $actual } tecken, supportdesken tar emot { $limit }.
problem-pictures-too-many = För många bilder: { $actual }, supportdesken tar emot { $limit }.
problem-pictures-not-accepted = Supportdesken tar inte emot de här bilderna. Ta bort dem eller välj andra.
problem-not-accepted = Supportdesken tar inte emot det här.

## Teknisk supportchatt

chat-nav = Teknisk supportchatt
chat-title = Teknisk supportchatt
chat-form-title = Få hjälp i en livechatt
chat-form-lead = Fyll i några uppgifter nedan för att starta chatten.
chat-form-lead-in = Fyll i några uppgifter nedan för att starta chatten. Den förs bara på { $languages }.
chat-name = Vad heter du?
chat-email = E-postadress
chat-member-id = Medlems-ID (valfritt)
chat-topic = Vad gäller det?
chat-topic-any = Vad som helst
chat-question = Hur kan vi hjälpa dig?
chat-start = Starta chatten
chat-starting = Startar…
chat-started = Din fråga är på väg till kön.
chat-to-issue = Skicka in som ärende
chat-to-issue-instead = Skicka in som ärende i stället
chat-open = Chatten är öppen.
chat-open-free = Ingen väntar före dig.
chat-open-waiting = { $count ->
    [one] En medlem väntar.
   *[other] { $count } medlemmar väntar.
}
chat-open-wait = { $count ->
    [0] Ingen väntar före dig.
    [one] En medlem väntar.
   *[other] { $count } medlemmar väntar.
} { $minutes ->
    [one] Du får vänta ungefär en minut.
   *[other] Du får vänta ungefär { $minutes } minuter.
}
chat-full = Kön är full just nu.
chat-closed = Chatten är stängd just nu.
chat-closed-until = Chatten är stängd just nu. Den öppnar { $when }.
chat-unknown = Svara kan inte säga om chatten är öppen förrän supportdesken har kunnat nås.
chat-signed-out = Svara kan inte säga om chatten är öppen förrän du har loggat in igen.
chat-as-issue = Skriv din fråga ändå: som ärende når den teamet, och inget du skriver går förlorat.
chat-none = Den här supportdesken har ingen chatt
chat-none-more = Skicka in ett ärende i stället, så svarar teamet där.
chat-failed = Chatten kunde inte läsas
chat-gone = Den här chatten finns inte längre.
    .safe = Det du har skrivit finns under Utkast och utkorg.
    .do = Starta en ny chatt eller skicka in ett ärende.
chat-gate-title = Chatten förs bara på { $languages }
chat-gate-more = Din fråga verkar vara på { $language }. Som ärende når den en teammedlem som läser { $language }. Allt du har skrivit följer med.
chat-gate-neither = Din fråga verkar vara på { $language }. Supportdesken tar inte heller emot ärenden på det språket.
chat-gate-told = Din fråga verkar vara på { $language }, och chatten förs bara på { $languages }.
chat-gate-issue = Skicka in som ärende på { $language }
chat-gate-write = Skriv på { $languages }
chat-gate-anyway = Starta chatten ändå
chat-lead = Du kan arbeta vidare: Svara säger till när en teammedlem ansluter.
chat-lead-in = Bara på { $languages }. Du kan arbeta vidare: Svara säger till när en teammedlem ansluter.
chat-joining = Ställer dig i kön…
chat-place = { $place ->
    [1] Du är näst på tur i kön
    [2] Du är tvåa i kön
    [3] Du är trea i kön
   *[other] Du är nummer { $place } i kön
}
chat-wait = { $minutes ->
    [one] Ungefär en minut kvar att vänta
   *[other] Ungefär { $minutes } minuter kvar att vänta
}
chat-kept = Din fråga är sparad. Kommer ingen blir den ett ärende med ett tryck.
chat-leave = Lämna kön
chat-leave-title = Lämna kön?
chat-leave-more = Nästa i kön får din plats. Det du har skrivit finns kvar i listan över dina chattar.
chat-wait-on = Stanna i kön
chat-end = Avsluta chatten
chat-end-title = Avsluta chatten?
chat-end-more = Samtalet finns kvar här att läsa. Kommer problemet tillbaka kan du starta en ny chatt eller skicka in ett ärende.
chat-go-on = Fortsätt prata
chat-state-starting = Startar
chat-state-waiting = I kön
chat-state-active = Pågår
chat-state-ended = Avslutad
chat-with = Med { $name }
chat-messages = Samtal
chat-said = { $name }: { $text }
chat-typing = { $name } skriver…
chat-delivered = Framme
chat-fresh = { $count ->
    [one] Ett nytt meddelande
   *[other] { $count } nya meddelanden
}
chat-joined = { $name } har anslutit
chat-left = { $name } har lämnat chatten. Du står i kön igen, längst fram.
chat-transferred = { $from } lämnar över till { $name }
chat-over = Chatten är avslutad
chat-suggested = Teamet ber dig skicka in ett ärende
chat-suggests = Teamet ber dig skicka in ett ärende
chat-suggests-more = Formuläret är ifyllt med allt du har skrivit här, på det språk du skrev på.
chat-line = Ditt meddelande
chat-line-placeholder = Skriv ett meddelande…
chat-send = Skicka
chat-ended-member = Du avslutade chatten
chat-ended-agent = Teammedlemmen avslutade chatten
chat-ended-idle = Chatten avslutades eftersom ingen skrev på en stund
chat-ended-lost-contact = Chatten avslutades eftersom supportdesken tappade kontakten med Svara
chat-ended-queue-timeout = Ingen kom i tid
chat-ended-closed = Supportdesken stängde chatten
chat-ended-not-begun = Supportdesken tog inte emot nya chattar just då
chat-transcript = Samtalet finns kvar här, och du hittar det med sökningen.
chat-kept-as = Din fråga är sparad som utkast till ett ärende, med varje ord och bild.
chat-open-kept = Fortsätt med utkastet
chat-unsent-line = Du hade börjat på ett meddelande. Det går inte längre att skicka i den här chatten.
chat-new = Ny chatt
chat-all = Alla chattar
chat-earlier = Tidigare chattar
chat-earlier-more = Visa fler
chat-list-failed = Listan över dina chattar kunde inte läsas

## Utkast och utkorg

drafts-title = Utkast och utkorg
drafts-lead = Det du håller på att skriva och det som är på väg. Inget av det går förlorat om Svara eller nätet stannar.
drafts-outbox = På väg
drafts-drafts = Utkast
drafts-empty = Inget oavslutat
drafts-empty-more = Allt du har skrivit har kommit fram till supportdesken.
draft-submit = Nytt ärende
draft-reply = Svar på ”{ $title }”
draft-chat = Fråga till chatten
draft-say = Meddelande i en chatt
draft-untitled = Ingen rubrik än
draft-no-text = Ingen text än
draft-continue = Fortsätt skriva
draft-delete = Ta bort
draft-delete-title = Ta bort utkastet?
draft-delete-more = Texten och bilderna tas bort från den här datorn.
draft-saved = Sparat { $when }
draft-pictures = { $count ->
    [one] { $count } bild
   *[other] { $count } bilder
}
op-queued = Väntar på sin tur
op-uploading = Skickar bilder: { $sent } av { $total }
op-sending = Skickar…
op-waiting = Skickas av sig självt så snart det går
op-stuck = Kunde inte skickas
op-progress = Hur långt det har kommit
op-take-back = Ta tillbaka
op-unclear = Kom det fram?
op-unclear-arrived = Det finns där
op-unclear-again = Skicka igen
op-taking-back = Tas tillbaka…
op-taking-back-more = Det blir ett utkast igen, om supportdesken inte redan har det.
op-taken-back = Tillbakataget. Det är ett utkast igen.
op-taken-arrived = Det hade redan kommit fram, så det är skickat.
op-submit = Nytt ärende: { $title }
op-reply = Svar på ”{ $title }”
op-chat = Fråga till chatten
op-say = Meddelande i en chatt
op-end-chat = Slut på en chatt
send-queued = I kö
send-uploading = Skickar…
send-sending = Skickar…
send-waiting = Väntar
send-stuck = Inte skickat

## Inte behörig

rank-title = Tekniska ärenden är inte öppet för din rank
rank-rule = Den här supportdesken är till för medlemmar från { $lowest } och uppåt; din rank är { $rank }.
rank-rule-lowest = Den här supportdesken är till för medlemmar från { $lowest } och uppåt.
rank-rule-unknown = Supportdesken säger att den inte är till för din rank.
rank-instead = Vad du kan göra i stället
rank-ask = Fråga din kundansvariga.
rank-check = Kontrollera igen
rank-checking = Kontrollerar…
rank-same = Kontrollerat: inget har ändrats.

## Konto

account-menu = Konto: { $name }
account-rank = { $rank } · { $desk }
account-switch = Konton
account-add = Lägg till ett konto
account-sign-out = Logga ut
account-unread-desk = { $name }, { $desk }
session-only = Du är inloggad tills Svara avslutas.
session-missing = Den här datorn har ingen nyckelring som kan spara din inloggning.
session-not-set-up = Datorns nyckelring är inte inställd än. Skapa den och försök sedan igen.
session-locked = Datorns nyckelring är låst. Lås upp den och försök sedan igen.
session-failed = Datorns nyckelring tog inte emot din inloggning.
session-keep = Håll mig inloggad
session-only-hide = Dölj
demo-banner = Det här är den inbyggda supportdesken med exempeldata.
demo-ask = Låt supportdesken fråga mig något
demo-asked = Nu är frågan ställd. En avisering kommer inom några sekunder.
demo-nothing = Supportdesken har inget öppet ärende att fråga om. Skicka in ett först.

## Utloggning

signout-title = Logga ut { $name }?
signout-plain = Inloggningen hos { $desk } upphör, och det Svara har sparat om kontot på den här datorn raderas.
signout-unsent = En del har inte kommit fram till supportdesken:
signout-what = Vad ska hända med det?
signout-send = Skicka först
signout-send-more = Loggar ut när allt har kommit fram till supportdesken.
signout-export = Exportera
signout-export-more = Sparar texter och bilder i en mapp som du väljer och loggar sedan ut.
signout-keep = Behåll för kontot
signout-keep-more = Det ligger kvar på den här datorn tills { $user } loggar in igen.
signout-delete = Ta bort
signout-delete-more = Det tas bort för alltid.
signout-submit = Logga ut
signout-running = Loggar ut…
signout-left = Inte utloggad: det här har inte kunnat skickas än.
signout-not-done = Du är fortfarande inloggad.
signout-failed = Du är fortfarande inloggad. Inget har raderats.

## Inställningar

settings-title = Inställningar
settings-lead = Varje ändring gäller genast.
settings-language = Språk
settings-language-system = Som datorn
settings-appearance = Utseende
settings-appearance-system = Som datorn
settings-appearance-light = Ljust
settings-appearance-dark = Mörkt
settings-close = När du stänger fönstret
settings-close-ask = Svara stannar i systemfältet om det finns ett, annars frågar det
settings-close-stay = Svara fortsätter och säger till när supportdesken frågar något
settings-close-quit = Svara avslutas
notices-title = Aviseringar
notices-kinds = Vad Svara säger till om
notices-kind-awaiting = Ett ärende väntar på ditt svar
notices-kind-deadline = Supporten kommer att stänga ett ärende som du inte har svarat på
notices-kind-closed = Supporten stänger ett ärende
notices-kind-reopened = Supporten öppnar ett ärende igen
notices-kind-reply = Supporten svarar utan att fråga något
notices-kind-chat = Någon skriver i en chatt
notices-kind-stuck = Något som du skrev kunde inte skickas
notices-content = Visa vad aviseringen handlar om
notices-content-more = Annars säger den bara att ett ärende väntar på ditt svar.
notices-sound = Ljud
notices-sound-system = Som datorn
notices-sound-off = Inget
notices-sound-bell = Klocka
notices-sound-complete = Något är klart
notices-sound-information = Något att veta
notices-sound-mail = Ny e-post
notices-pause = Paus
notices-pause-hour = En timme
notices-pause-tomorrow = Till i morgon
notices-pause-over = Avsluta pausen
# $when (String) - en dag och en tid.
notices-paused = Inget sägs om ärenden till: { $when }
notices-deadline-breaks = Säg till ändå när ett ärende snart stängs
history-title = Det Svara har sagt till om
history-empty = Inget ännu
history-more = Visa fler
quiet-title = Tysta timmar
quiet-more = Det som kommer under tiden sägs samlat när de är slut. Chattar pågår som vanligt.
# $day (String) - en veckodag.
quiet-from = { $day }: tyst från
quiet-to = { $day }: tyst till
quiet-next-day = dagen efter
settings-accounts = Konton
settings-about = Om Svara
settings-about-more = Svara { $version }. Följ och besvara dina ärenden hos den tekniska supporten.

## Start vid inloggning

login-title = Start vid inloggning
login-switch = Starta Svara när du loggar in
login-why = Svara kan bara säga till medan det körs. Det startar i systemfältet, utan fönster.
login-unknown = Datorn säger inte om det är så.
login-ask = Ska Svara starta när du loggar in?
login-yes = Ja, starta det
login-no = Nej
login-failed = Datorn låter det inte ändras. Du kan försöka igen i Inställningar.

## Skulle jag få veta?

told-title = Skulle jag få veta?
told-lead = Mellan supportdesken och dig finns flera länkar. Så här står det till med var och en nu.
told-open = Titta
told-again = Titta igen
told-try-title = Prova en avisering
told-try-lead = Det enda beviset är en avisering som du ser: Svara visar en nu, och du trycker på den.
told-try = Visa mig en avisering
told-trying = Tryck på aviseringen. Svara väntar en minut.
told-pressed = Du såg den och tryckte på den: aviseringar når dig.
told-not-pressed = Ingen tryckte på den. Såg du den, försök igen; annars, titta på länkarna ovan.
told-not-shown = Den gick inte att visa. Länkarna ovan säger varför.
told-broken = Det är inte säkert att du får veta. { $name }: { $detail }
told-look = Titta
told-hide = Dölj

## Länkar in i appen

astray-title = Länken leder inte till något ärende som är känt här
astray-more = Den anger en annan supportdesk än din, eller ett ärende som inte är ditt. Ingenting öppnades.
astray-hide = Jag förstår

## När fönstret stängs

askclose-title = Stänga fönstret?
askclose-more = Det här skrivbordet visar inget systemfält. Svara kan fortsätta utan fönster och ändå säga till när supportdesken frågar något; starta Svara igen för att öppna fönstret. Du kan ändra det här i Inställningar.
askclose-stay = Fortsätt utan fönster
askclose-quit = Avsluta Svara
askquit-title = Avsluta med text som inte är sparad?
askquit-more = Datorns disk tar inte emot det du skrev senast. Om Svara avslutas nu går det förlorat. Svara sparar det av sig självt så snart disken tar emot det.
askquit-stay = Avsluta inte
askquit-quit = Avsluta och förlora det

## Tangentbord

help-title = Tangentbord
help-open = Kortkommandon
help-search = Sök
help-new = Nytt ärende
help-chat = Teknisk supportchatt
help-lists = Väntar på svar, öppna, avslutade
help-rows = Genom listan
help-enter = Öppna ärendet
help-answer = Svara
help-briefing = Svara på det som väntade medan du var borta
help-walk = Nästa som väntade
help-send = Skicka
help-attach = Bifoga bilder
help-check = Kontrollera nu
help-back = Tillbaka
help-help = Den här sidan
key-control = Ctrl
key-shift = Skift
key-enter = Retur
key-escape = Esc
key-or = eller

## Datorns disk

disk-again = Nu finns det plats igen. Allt är sparat.
salvaged-title = En del av det Svara hade sparat här var skadat
salvaged-rescued = Räddat: { $drafts ->
    [one] { $drafts } utkast
   *[other] { $drafts } utkast
} och { $operations ->
    [one] { $operations } osänt meddelande
   *[other] { $operations } osända meddelanden
}.
salvaged-issues = Dina ärenden är trygga hos supportdesken, och inget aviseras två gånger.
salvaged-lost = Allt gick inte att läsa. Titta igenom Utkast och utkorg.
salvaged-look = Utkast och utkorg
salvaged-hide = Okej

## När något går fel: vad som hände, vad som är tryggt, vad du kan göra

error-address-unreadable = Det här är ingen adress till en supportdesk.
    .safe = Inget har skickats.
    .do = Skriv den som den står i din inbjudan, till exempel hjalp.example.com.
error-address-not-secure = Den här adressen skulle skicka ditt lösenord läsbart.
    .safe = Inget har skickats.
    .do = Använd supportdeskens https-adress. Vanlig http går bara med en supportdesk på den här datorn.
error-not-a-desk = Något svarade på adressen, men det är ingen Svara-desk.
    .safe = Ditt lösenord har inte skickats.
    .do = Kontrollera adressen, eller fråga dem som driver din supportdesk.
error-wrong-password = Användarnamnet och lösenordet hör inte ihop.
    .safe = Inget har ändrats hos supportdesken.
    .do = Kontrollera båda, och om Caps Lock är på.
error-locked-out = Det blev för många försök. Supportdesken har låst inloggningen en stund.
    .safe = Ditt konto och dina ärenden är orörda.
    .do = Vänta några minuter och försök sedan igen.
error-signed-out = Din inloggning hos supportdesken har upphört.
    .safe = Dina utkast och det som väntar på att skickas finns kvar på den här datorn.
    .do = Logga in igen, så fortsätter allt där det var.
error-keychain = Datorns nyckelring är låst eller svarar inte.
    .safe = Din inloggning finns där och ingen annanstans.
    .do = Lås upp nyckelringen och kontrollera igen, eller logga in igen.
error-unreachable = Supportdesken kunde inte nås.
    .safe = Det du har skrivit finns kvar och skickas av sig självt senare.
    .do = Kontrollera nätanslutningen.
error-certificate-expired = Supportdeskens säkerhetscertifikat har gått ut.
    .safe = Inget har skickats.
    .do = Kontrollera datorns datum och tid. Stämmer de, säg till dem som driver supportdesken.
error-certificate-foreign = Säkerhetscertifikatet hör till en annan adress.
    .safe = Inget har skickats.
    .do = Kontrollera adressen bokstav för bokstav. Stämmer den, säg till dem som driver supportdesken.
error-certificate-untrusted = Datorn litar inte på den som har utfärdat supportdeskens certifikat.
    .safe = Inget har skickats.
    .do = Har din organisation ett eget certifikat måste det först installeras på den här datorn.
error-captive-portal = Ett näts egen inloggningssida svarade i stället för supportdesken.
    .safe = Inget av ditt har skickats till den.
    .do = Öppna en webbläsare, logga in på nätet och försök sedan igen.
error-not-eligible = Supportdesken är inte till för din rank.
    .safe = Dina utkast finns kvar på den här datorn.
    .do = Fråga din kundansvariga.
error-throttled = Supportdesken ber Svara att ta det lugnare.
    .safe = Det du har skrivit finns kvar.
    .do = Svara försöker igen av sig självt om en stund.
error-gone = Det finns inte längre hos supportdesken.
    .safe = Det du har skrivit finns kvar.
    .do = Ta tillbaka det och skicka in det som ett nytt ärende.
error-refused = Supportdesken tog inte emot det här.
    .safe = Det du har skrivit finns kvar.
    .do = Ta tillbaka det, ändra det och skicka igen.
error-desk-trouble = Supportdesken har problem just nu.
    .safe = Det du har skrivit finns kvar och skickas av sig självt senare.
    .do = Svara försöker igen av sig självt. Håller det i sig, säg till dem som driver supportdesken.
error-not-understood = Supportdeskens svar gick inte att förstå.
    .safe = Du ser det senaste som var säkert.
    .do = Se om det finns en nyare Svara, eller säg till dem som driver supportdesken.
error-unclear = Svara kan inte avgöra om det här har kommit fram till supportdesken.
    .safe = Det finns kvar här, och inget skickas två gånger.
    .do = Titta på supportdeskens egna sidor eller fråga där: hittar du texten finns den där; annars kan du skicka den igen.
error-time-asked = Du har redan bett om mer tid.
    .safe = Supportdesken har ditt svar, eller så är det på väg.
    .do = Svara när du kan; en ny fråga från supportdesken kan skjutas upp på nytt.
error-storage = Inget kan sparas på den här datorn.
    .safe = Det du just har skrivit finns kvar så länge Svara är igång.
    .do = Gör plats på disken. Svara försöker igen av sig självt.
error-disk-full = Datorns disk är full.
    .safe = Det som är sparat är tryggt och går att läsa. Det du skriver nu finns kvar så länge Svara är igång.
    .do = Gör plats på disken, så sparar Svara och fortsätter av sig självt.
error-disk-read-only = Svara får inte skriva på datorns disk.
    .safe = Det som är sparat är tryggt och går att läsa. Det du skriver nu finns kvar så länge Svara är igång.
    .do = Kontrollera vem som får skriva i Svaras mapp, så sparar Svara och fortsätter av sig självt.
error-disk-failing = Datorns disk tar inte emot det Svara sparar.
    .safe = Det du skriver nu finns kvar så länge Svara är igång.
    .do = Avsluta inte Svara och låt kontrollera disken. Svara försöker igen av sig självt.
error-defect = Svara gjorde fel.
    .safe = Det som sparats tidigare finns kvar.
    .do = Försök igen. Händer det igen, starta om Svara; loggen säger mer.
