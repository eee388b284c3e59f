# Handläggarkonsolens texter på svenska. `locales/en/agent.ftl` har samma meddelanden med samma variabler.

## Ord som står på många ställen

app = Svara desk
cancel = Avbryt
close = Stäng
back = Tillbaka
retry = Försök igen
loading = Läser in…
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
error-in-flight = Supportdesken arbetar fortfarande med detta.
    .do = Försök igen om en stund. Inget skickas två gånger.
error-key-reused = Det du skickade först hade kommit fram ändå. Det du har ändrat sedan dess skickades inte.
    .do = Titta i konversationen. Skicka igen om det fortfarande behövs.
error-invalid = Supportdesken tar inte emot detta som det är.
    .do = Det du skrev finns kvar. Ändra det och försök igen.
error-too-large = Detta är större än vad supportdesken tar emot.
    .do = Det du skrev finns kvar. Gör det kortare och försök igen.
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
