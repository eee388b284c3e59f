# Handläggarkonsolens texter på svenska. `locales/en/agent.ftl` har samma meddelanden med samma variabler.

## Ord som står på många ställen

app = Svara desk
cancel = Avbryt
close = Stäng
back = Tillbaka
retry = Försök igen
loading = Läser in…
dismiss = Dölj
status-open = Öppet
status-awaiting = Väntar på svar
status-closed = Avslutat
date-opened = Öppnat { $date }
date-closed = Avslutat { $date }
time-today = I dag, { $time }
time-yesterday = I går, { $time }
time-day = { $day }, { $time }

## Inloggning

signin-title = Logga in som teammedlem
signin-title-desk = { $desk }: logga in som teammedlem
signin-user = Användarnamn
signin-password = Lösenord
signin-password-hint = Du är inloggad tills sidan stängs eller läses in på nytt. Inget sparas i webbläsaren.
signin-submit = Logga in
signin-running = Loggar in…
signin-missing-user = Skriv ditt användarnamn.
signin-missing-password = Skriv ditt lösenord.
signin-reloaded = Sidan lästes in på nytt, så du är utloggad.
signin-reloaded-more = Så är det tänkt: inloggningen finns bara i den här sidan.
signin-ended = Din inloggning hos supportdesken har upphört.
signin-ended-more = Det du skrev finns kvar. Logga in igen för att fortsätta.
signin-ended-more-none = Logga in igen för att fortsätta.
signin-out = Du är utloggad.

## Listor

rail = Huvudmeny
lists = Ärenden
list-open = Öppna
list-awaiting = Väntar på svar
list-closed = Avslutade
list-all = Alla
list-more = Läser in fler ärenden…
list-none = Inget ärende passar
list-none-more = Varje ord måste stå i titeln, numret, konversationen eller medlemmens namn.
filter-words = Sök ärenden
filter-clear = Rensa sökningen
filter-language = Ärendenas språk
filter-language-any = Alla språk
filter-drop = Visa alla igen
list-failed = Listan kunde inte läsas
list-empty-open = Inget väntar på teamet
list-empty-open-more = Det medlemmar skickar in eller svarar visas här.
list-empty-awaiting = Inget väntar på en medlem
list-empty-awaiting-more = Ärenden visas här medan en medlem ombeds svara.
list-empty-closed = Inga avslutade ärenden än
list-empty-closed-more = Det som har åtgärdats finns kvar här.
list-empty-all = Inga ärenden än
list-empty-all-more = Det medlemmar skickar in visas här.
row-said = { $author }: { $text }
row-unsent = Ej skickad text
row-new = Nytt

## Hur mycket listan går att lita på

fresh-checked = Kontrollerat { $when }
fresh-checking = Kontrollerar…
fresh-failed = Inte aktuellt
fresh-failed-since = Inte aktuellt sedan { $when }
fresh-check-now = Kontrollera nu

## Utloggning

signout = Logga ut
signout-title = Logga ut med text som inte har skickats?
signout-more = { $count ->
    [one] En text har inte skickats. Den går förlorad när du loggar ut.
   *[other] { $count } texter har inte skickats. De går förlorade när du loggar ut.
}
signout-lose = Logga ut ändå
signout-title-chats = Logga ut mitt i en chatt?
signout-chats = { $count ->
    [one] Du är i en chatt. Den förblir din; avsluta den eller lämna över den först.
   *[other] Du är i { $count } chattar. De förblir dina; avsluta dem eller lämna över dem först.
}

## Ärende

issue-none = Välj ett ärende för att läsa det här
issue-none-more = Med piltangenterna eller J och K, sedan Enter.
issue-number = Nr { $number }
issue-entries = Konversation
issue-loading = Hämtar konversationen…
issue-failed = Konversationen kunde inte hämtas
issue-old = Det här är kanske inte konversationens senaste läge
issue-round = { $asker } bad om svar den { $date }.
issue-round-unsaid = Medlemmen ombads svara den { $date }.
member = Medlem
member-user = Användarnamn
member-email = E-post
member-id = Medlemsnummer
member-rank = Rank
entry-team = Teamet
entry-asks = ber om svar
entry-internal = Intern anteckning
entry-internal-more = Bara teammedlemmar ser den.
attachments = Bilagor
attachment-open = Öppna större
attachment-download = Hämta
attachment-fetching = Hämtar…
attachment-failed = Kunde inte hämtas. Tryck för att försöka igen.

## Att skriva

compose-label = Din text
compose-kind = Vad som ska skickas
compose-reply = Svara
compose-reply-more = Medlemmen ser det. Ärendet förblir som det är.
compose-ask = Be om svar
compose-ask-more = Medlemmen får veta det, och ärendet väntar på svaret.
compose-note = Intern anteckning
compose-note-more = Bara teammedlemmar ser den. Medlemmen får inte veta något.
compose-reply-placeholder = Skriv ett svar till { $member }…
compose-ask-placeholder = Vad behöver du få veta av { $member }?
compose-note-placeholder = Skriv en anteckning till teamet…
compose-reply-send = Skicka svar
compose-ask-send = Be om svar
compose-note-send = Spara anteckning
compose-sending = Skickar…
compose-reply-sent = Svaret skickades.
compose-ask-sent = Medlemmen har ombetts svara.
compose-note-sent = Anteckningen sparades.
compose-closed = Ärendet är avslutat. Öppna det igen för att skriva till medlemmen.
problem-text-missing = Skriv något först.
problem-text-too-long = Texten är för lång: { $actual } tecken, supportdesken tar emot { $limit }.

attach = Bifoga
attach-list = Bifogade filer
attach-remove = Ta bort { $name }
attach-declined = { $count ->
    [one] En fil bifogades inte
   *[other] { $count } filer bifogades inte
}
attach-too-large = { $name } är för stor: supportdesken tar emot upp till { $size }.
attach-too-many = { $name }: högst { $count } filer på en gång.
attach-empty = { $name } är tom.

## Chattar

chats = Chattar
chats-waiting = Väntar
chats-mine = Dina
chats-others = Kollegors
chats-none = Inga chattar just nu
chats-none-more = Medlemmar som kommer till chatten väntar på dig här.
chats-take-next = Ta nästa
chats-come = { $count ->
    [one] { $name } väntar i chatten.
   *[other] { $name } väntar i chatten. { $count } väntar.
}
chats-count-waiting = { $count ->
    [one] en väntar
   *[other] { $count } väntar
}
chats-count-unread = { $count ->
    [one] en av dina har något nytt
   *[other] { $count } av dina har något nytt
}
chat-waiting = Väntar
chat-active = I samtal
chat-ended = Avslutad
chat-ended-member = Avslutad av medlemmen
chat-ended-agent = Avslutad av teamet
chat-ended-idle = Avslutad efter tystnad
chat-ended-lost = Avslutad: medlemmens app hördes inte av längre
chat-ended-timeout = Avslutad: ingen kom i tid
chat-ended-closed = Avslutad: chatten stängde medan medlemmen väntade
chat-goes-on = Pågår
chat-place = Nr { $place } i kön
chat-since = Sedan { $time }
chat-with = Med { $agent }
chat-with-you = Med dig
chat-waits-moment = Kom just nu
chat-waits = Väntar { $minutes } min
chat-waits-hours = Väntar { $hours } h { $minutes } min
talk-none = Välj en chatt för att läsa den här
talk-none-more = T tar den som har väntat längst.
talk-messages = Meddelanden
talk-issues = Medlemmens ärenden
talk-desk = Desken
talk-joined = { $name } kom in, { $time }
talk-left = { $name } lämnade tillbaka chatten till kön, { $time }
talk-transferred = { $name } lämnade över chatten till { $to }, { $time }
talk-ended = Chatten avslutades, { $time }
talk-types = { $member } skriver…
talk-types-short = Skriver…
talk-waits = { $member } väntar på att någon ska komma.
talk-other = { $agent } talar med { $member }. Du kan läsa med.
talk-unsaid = Det du höll på att skriva skickades inte:
talk-discard = Kasta det
talk-take = Ta chatten
talk-taking = Tar…
talk-placeholder = Skriv till { $member }…
talk-label = Ditt meddelande
talk-hint = Enter skickar, Skift och Enter gör en ny rad.
talk-send = Skicka
talk-refused = Det skickades inte.
talk-unsent = Det försöks igen av sig självt; inget skickas två gånger.
talk-take-back = Tillbaka till fältet
talk-suggest = Be om ett ärende
talk-suggests = ber om ett ärende
talk-suggest-language = Den färdiga textens språk
talk-suggested = { $member } har ombetts skicka in ett ärende.
talk-suggested-before = Medlemmen har redan fått frågan.
transfer-open = Lämna över…
transfer-title = Lämna över chatten?
transfer-more = { $member } ser vem som kommer härnäst, eller att det är dags att vänta igen.
transfer-to = Till vem
transfer-queue = Tillbaka till kön
transfer-queue-more = Som nästa
transfer-nobody = Ingen kollega är i tjänst.
transfer-submit = Lämna över
transfer-running = Lämnar över…
transfer-done = Chatten är nu hos { $name }.
transfer-done-queue = Chatten är tillbaka i kön.
end-open = Avsluta…
end-title = Avsluta chatten med { $member }?
end-more = Medlemmen kan läsa det som har sagts, och kan starta en ny chatt eller skicka in ett ärende.
end-submit = Avsluta chatten
end-running = Avslutar…
end-done = Chatten avslutades.

## Tjänst

duty = Tjänst
duty-on = I tjänst
duty-off = Inte i tjänst
duty-now-on = Du är i tjänst.
duty-now-off = Du är inte i tjänst.
duty-limit = Chattar samtidigt
duty-limit-count = { $count ->
    [one] En chatt åt gången
   *[other] { $count } chattar samtidigt
}
duty-limit-usual = Som vanligt ({ $count })
duty-others = Också i tjänst:
duty-load = { $chats } av { $limit } chattar
duty-only-you = Ingen annan är i tjänst.
duty-nobody = Ingen är i tjänst.
duty-failed = Det gick inte att läsa vem som är i tjänst
duty-unattended = Någon väntar, och ingen är i tjänst.

## Medlemmar

members = Medlemmar
members-words = Sök medlemmar
members-none = Inga medlemmar än
members-none-found = Ingen medlem passar
member-none = Välj en medlem för att se uppgifterna här
member-served = Betjänas
member-not-served = Betjänas inte
member-disabled = Utestängd
member-no-rank = Ingen rank
member-chats = Chattar
member-chats-none = Inga chattar än.
rank-label = Medlemmens rank
rank-change = Ändra rank…
rank-title = Ändra ranken för { $name }?
rank-from-to = Från { $from } till { $to }.
rank-still-served = Supportdesken fortsätter att betjäna { $name }.
rank-now-served = Supportdesken betjänar { $name } från och med nu.
rank-not-served = Supportdesken betjänar inte den ranken: { $name } kan varken skicka in eller läsa ärenden förrän ranken är högre.
rank-done = { $name } har nu ranken { $rank }.
access = Åtkomst
access-granted = Medlemmen kan logga in.
access-none = Medlemmen kan inte logga in.
disable-open = Stäng ute…
disable-title = Stänga ute { $name }?
disable-more = { $name } loggas genast ut överallt och kan inte längre logga in. Ärenden och chattar finns kvar.
disable-done = { $name } är utestängd.
enable-open = Släpp in igen…
enable-title = Släppa in { $name } igen?
enable-more = { $name } kan logga in igen med samma lösenord.
enable-done = { $name } kan logga in igen.
change-submit = Ändra
change-running = Ändrar…

## Supportdeskens inställningar

settings = Inställningar
settings-lead = De gäller för alla medlemmar och alla teammedlemmar. Inget ändras innan du har läst vad som ändras.
settings-failed = Inställningarna kunde inte läsas
set-members = Vad medlemmar ser
set-announcement = Anslag
set-announcement-hint = Syns hela tiden för varje medlem. Lämna tomt för inget.
set-rank = Lägsta rank
set-rank-hint = Medlemmar under den betjänas inte.
set-rank-everybody = Alla
set-languages = Ärendenas språk
set-languages-hint = Inget valt betyder alla språk.
set-language-add = Lägg till ett språk…
set-language-remove = Ta bort { $language }
set-close = Tysta ärenden
set-close-rule = Avsluta ärenden som ingen svarar på
set-close-hint = Supportdesken berättar regeln för medlemmar, så att de påminns i tid, och avslutar ärendena av sig själv.
set-close-days = Arbetsdagar utan svar
set-close-warns = Medlemmar varnas innan
set-holidays = Lediga dagar
set-holidays-hint = Utöver helger: dagar som inte räknas som arbetsdagar.
set-holidays-day = Ledig dag
set-holidays-add = Lägg till en ledig dag
set-holidays-remove = Ta bort { $day }
set-holidays-wrong = Välj en dag, eller ta bort den tomma.
set-chat = Chatt
set-chat-languages = Chattens språk
set-chat-languages-hint = Den som skriver på ett annat språk leds till att skicka in ett ärende. Inget valt betyder alla språk.
set-chat-open = Chatten är öppen
set-chat-open-yes = Medlemmar kan starta chattar inom tiderna.
set-chat-open-no = Ingen kan starta en chatt. De som pågår berörs inte.
set-hours = Tider
set-hours-always = Alltid
set-hours-some = Dessa tider
set-hours-from = { $day }, från
set-hours-to = { $day }, till
set-hours-add = { $day }: lägg till en tid
set-hours-remove = { $day }: ta bort { $from } till { $to }
set-hours-closed = Stängt
set-hours-wrong = Ange minst en tid, och varje med början och slut.
set-zone = Tidernas tidszon
set-topics = Ämnen
set-topics-hint = Vad medlemmar väljer mellan innan de frågar. Inga betyder inget val.
set-topics-name = Ämne
set-topics-add = Lägg till ett ämne
set-topics-remove = Ta bort { $name }
set-topics-wrong = Varje ämne behöver ett namn.
set-limit = Chattar samtidigt
set-limit-hint = För varje teammedlem, om de inte säger annat.
set-full = Flest som väntar
set-full-hint = Med så många väntande släpps ingen mer in.
set-queue = Längsta väntan i minuter
set-queue-hint = Sedan sparas frågan som ett ärende som är klart att skicka.
set-idle = Längsta tystnad i minuter
set-idle-hint = Supportdesken varnar innan den avslutar en tyst chatt.
set-lost = Längsta förlorade kontakt i minuter
set-lost-hint = När medlemmens app inte hörs av.
set-chars = Tecken i ett meddelande
set-chars-hint = Som mest.
set-never = Aldrig
set-number-wrong = Skriv ett heltal som är minst 1; minuter upp till 1440.
set-unchanged = Inget är ändrat.
set-changed = Det finns ändringar som inte gäller än.
set-undo = Ångra
set-save = Spara…
set-ask = Ändra detta för alla?
set-saved = Inställningarna ändrades.
say-announcement = Anslaget blir: ”{ $text }”
say-announcement-none = Det finns inget anslag längre.
say-rank = Den lägsta rank som betjänas ändras från { $from } till { $to }.
say-languages = Ärenden får skrivas på: { $languages }.
say-languages-any = Ärenden får skrivas på alla språk.
say-chat-languages = Chatten talar: { $languages }.
say-chat-languages-any = Chatten talar alla språk.
say-close-none = Tysta ärenden avslutas inte längre av en regel.
say-close = { $days ->
    [one] Tysta ärenden avslutas efter en arbetsdag, utan varning.
   *[other] Tysta ärenden avslutas efter { $days } arbetsdagar, utan varning.
}
say-close-warned = { $days ->
    [one] Tysta ärenden avslutas efter en arbetsdag, med en varning innan.
   *[other] Tysta ärenden avslutas efter { $days } arbetsdagar, med en varning innan.
}
say-holidays = { $count ->
    [0] Det finns inga lediga dagar utöver helger.
    [one] Det finns en ledig dag utöver helger.
   *[other] Det finns { $count } lediga dagar utöver helger.
}
say-chat-open = Chatten öppnar.
say-chat-shut = Chatten stänger: ingen kan starta en.
say-hours-always = Chatten har inga tider: den är alltid öppen.
say-hours = Chattens tider blir: { $hours }.
say-zone = Tiderna är de i { $zone }.
say-topics = Ämnena blir: { $topics }.
say-topics-none = Medlemmar väljer inget ämne längre.
say-full = { $count ->
    [one] En får vänta; sedan släpps ingen mer in.
   *[other] Upp till { $count } får vänta.
}
say-limit = { $count ->
    [one] Teammedlemmar tar en chatt åt gången om de inte säger annat.
   *[other] Teammedlemmar tar { $count } chattar samtidigt om de inte säger annat.
}
say-chars = Ett meddelande har högst { $count } tecken.
say-queue = Den som väntar längre än { $minutes } min ombeds skicka in ett ärende i stället.
say-queue-never = Ingen skickas bort för att ha väntat länge.
say-idle = En chatt avslutas efter { $minutes } min av tystnad.
say-idle-never = Ingen chatt avslutas på grund av tystnad.
say-lost = En chatt avslutas när medlemmens app inte hörs av på { $minutes } min.
say-lost-never = Ingen chatt avslutas för att medlemmens app inte hörs av.

## Veckodagarna

day-monday = Måndag
day-tuesday = Tisdag
day-wednesday = Onsdag
day-thursday = Torsdag
day-friday = Fredag
day-saturday = Lördag
day-sunday = Söndag

## Tangentbordet

help = Tangentbord
help-search = Sök
help-lists = Öppna, väntar, avslutade, alla
help-rows = Från rad till rad
help-enter = Öppna
help-take = Ta den som har väntat längst
help-answer = Skriv, eller ta chatten
help-send = Skicka, eller spara
help-say = Skicka i en chatt
help-attach = Bifoga filer
help-check = Kontrollera nu
help-back = Tillbaka
help-help = Den här listan
key-control = Ctrl
key-shift = Skift
key-enter = Enter
key-escape = Esc
key-or = eller

## Att avsluta och öppna igen

close-open = Avsluta ärendet…
close-title = Avsluta ärendet?
close-more = Medlemmen får veta det och kan inte längre svara.
close-text = Sista svar till medlemmen (valfritt)
close-submit = Avsluta ärendet
close-running = Avslutar…
close-done = Ärendet avslutades.
reopen = Öppna igen
reopen-running = Öppnar…
reopen-done = Ärendet är öppet igen.

## Vad som gick fel: vad som hände och vad man kan göra

error-wrong-password = Användarnamn och lösenord hör inte ihop, eller hör inte till någon teammedlem.
    .do = Kontrollera båda, och om Caps Lock är på.
error-locked = Det blev för många försök. Supportdesken har låst inloggningen ett tag.
    .do = Vänta några minuter och försök sedan igen.
error-signed-out = Din inloggning hos supportdesken har upphört.
    .do = Det du skrev finns kvar. Logga in igen.
error-forbidden = Supportdesken tillåter inte detta.
    .do = Det du skrev finns kvar. Fråga dem som sköter supportdesken.
error-not-found = Det finns inte längre hos supportdesken.
    .do = Det du skrev finns kvar; kopiera det du behöver.
error-conflict = Ärendets status har ändrats, så detta gjordes inte.
    .do = Det du skrev finns kvar. Se hur ärendet ser ut nu och bestäm sedan.
error-chat-changed = Chatten ser annorlunda ut nu, så detta gjordes inte.
    .do = Det du skrev finns kvar. Se hur chatten ser ut nu och bestäm sedan.
error-chat-taken = En kollega har den här chatten.
    .do = Se vem som har den nu.
error-at-limit = Du är i så många chattar som du tar samtidigt.
    .do = Avsluta eller lämna över en, eller ta fler samtidigt.
error-chat-ended = Chatten är avslutad.
    .do = Det du skrev finns kvar. Skriv till medlemmen i ett ärende i stället.
error-in-flight = Supportdesken arbetar fortfarande med detta.
    .do = Försök igen om en stund. Inget skickas två gånger.
error-key-reused = Det du skickade först hade kommit fram ändå. Det du har ändrat sedan dess skickades inte.
    .do = Titta i konversationen. Skicka igen om det fortfarande behövs.
error-invalid = Supportdesken tar inte emot detta som det är.
    .do = Det du skrev finns kvar. Ändra det och försök igen.
error-too-large = Detta är större än vad supportdesken tar emot.
    .do = Det du skrev finns kvar. Gör det kortare och försök igen.
error-unsupported-media = Supportdesken tar inte emot filer av det här slaget.
    .do = Det du skrev finns kvar. Ta bort filen; bilder, PDF, ZIP och ren text tas emot.
error-throttled = Supportdesken ber om lägre takt.
    .do = Det du skrev finns kvar. Försök igen om en minut.
error-busy = Supportdesken har för mycket att göra just nu.
    .do = Det du skrev finns kvar. Försök igen: inget skickas två gånger.
error-fault = Supportdesken misslyckades med detta.
    .do = Det du skrev finns kvar. Försök igen: inget skickas två gånger. Om det håller i sig, säg till dem som sköter supportdesken.
error-unreachable = Supportdesken kunde inte nås.
    .do = Det du skrev finns kvar. Kontrollera nätverket och försök igen: inget skickas två gånger.
error-not-understood = Supportdeskens svar gick inte att förstå.
    .do = Det du skrev finns kvar. Försök igen: inget skickas två gånger. Om det håller i sig, säg till dem som sköter supportdesken.
