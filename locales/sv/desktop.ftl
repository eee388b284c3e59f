### Det som Svara säger utanför sitt fönster: aviseringar, systemfältet, systemets dialogrutor, exporterade filer.
### Argumenten är ren text på en rad; tal skrivs som i medlemmens region.

app-name = Svara
built-in-desk = Supporten på den här datorn

## Aviseringar

# $asker (String) - den som frågar. $question (String) - frågans första mening.
notice-question = { $asker } frågar: { $question }
notice-question-of-desk = Supporten frågar: { $question }
notice-asks = { $asker } har en fråga till dig
notice-hidden = Ett ärende väntar på ditt svar
notice-reminder = Väntar fortfarande på ditt svar
# $day (String) - en veckodag och ett datum.
notice-deadline = Supporten stänger ärendet { $day }
notice-deadline-about = Supporten stänger ärendet omkring { $day }
# $time (String) - en tid i dag.
notice-deadline-today = Supporten stänger ärendet i dag kl. { $time }
notice-deadline-midnight = Supporten stänger ärendet i kväll vid midnatt
notice-deadline-about-today = Supporten kan stänga ärendet i dag
notice-deadline-over = Supporten kan stänga ärendet när som helst
notice-unsent = Ditt svar är inte skickat än
# $count (Number) - hur många ärenden som väntar på svar.
notice-summary = { $count ->
    [one] Ett ärende väntar på ditt svar
   *[other] { $count } ärenden väntar på ditt svar
}
# $title (String) - det mest brådskande ärendets titel. $others (Number) - hur många till det finns, 0 eller fler.
notice-summary-body = { $others ->
    [0] { $title }
    [one] { $title } och ett till
   *[other] { $title } och { $others } till
}
# $count (Number) - hur många ärenden supporten har gjort något med som inte kräver svar.
notice-news = { $count ->
    [one] Ett ärende har nyheter
   *[other] { $count } ärenden har nyheter
}
# Of something that the member wrote: the title is that of its issue.
notice-stuck = Det du skrev kunde inte skickas. Det behöver dig.
notice-stuck-unclear = Det är inte säkert att det du skrev har kommit fram. Det behöver dig.
# $count (Number) - how many things that the member wrote need them.
notice-stuck-summary = { $count ->
    [one] Något som du skrev kunde inte skickas
   *[other] { $count } saker som du skrev kunde inte skickas
}
notice-closed = Supporten har stängt ärendet
notice-reopened = Supporten har öppnat ärendet igen
# $author (String) - den som skrev. $text (String) - inläggets första mening.
notice-reply = { $author } svarade: { $text }
notice-replied = Supporten har svarat
notice-chat = Chatt
# $agent (String) - teammedlemmens namn.
notice-chat-with = Chatt med { $agent }
notice-chat-joined = { $agent } är här nu
notice-chat-here = En teammedlem är här nu
notice-chat-file = En fil till dig
notice-chat-hidden = Något nytt till dig
notice-chat-suggests = Teamet ber dig skicka in ett ärende
notice-chat-ended = Chatten är slut
notice-chat-idle = Chatten är slut: ingen skrev på ett tag
notice-chat-nobody = Ingen hann komma. Din fråga är kvar som utkast.
notice-trial = Det här är ett test
notice-trial-body = Tryck på den, så vet Svara att du ser dess aviseringar.
button-seen = Jag ser den
button-answer = Svara
button-later = Senare
button-open = Öppna

## Systemfältet

tray-tooltip-none = Svara: inget väntar på dig
tray-tooltip = { $count ->
    [one] Svara: ett ärende väntar på ditt svar
   *[other] Svara: { $count } ärenden väntar på ditt svar
}
tray-tooltip-unsure = Svara: inte aktuellt
tray-tooltip-count-unsure = { $count ->
    [one] Svara: ett ärende väntar på ditt svar; inte aktuellt
   *[other] Svara: { $count } ärenden väntar på ditt svar; inte aktuellt
}
tray-tooltip-signed-out = Svara: inte inloggad
tray-open = Öppna Svara
tray-sign-in = Logga in…
tray-check-now = Kontrollera nu
tray-pause-hour = Pausa aviseringar i en timme
tray-pause-tomorrow = Pausa aviseringar till i morgon
tray-paused = Aviseringar är pausade till { $when }
tray-go-on = Fortsätt med aviseringar
tray-awaiting = { $count ->
    [one] Ett ärende väntar på ditt svar
   *[other] { $count } ärenden väntar på ditt svar
}
tray-none = Inget väntar på dig
tray-unsure = Inte kontrollerat ännu
# $when (String) - ett klockslag, eller en dag och ett klockslag.
tray-checked = Senast kontrollerat { $when }
tray-more = { $count ->
    [one] Ett till…
   *[other] { $count } till…
}
tray-quit = Avsluta Svara

## Självtestet: skulle jag få veta?

checkup-question = Skulle jag få veta?
checkup-green = I ordning
checkup-amber = Värt en titt
checkup-red = Avbrutet
checkup-unknown = Går inte att veta
checkup-sign-in = Inloggning
checkup-sign-in-at = Inloggning hos { $desk }
checkup-check = Senaste kontrollen av { $desk }
checkup-feed = Direktförbindelse med { $desk }
checkup-clock = Klockan jämfört med { $desk }
checkup-keychain = Nyckelring
checkup-service = Aviseringstjänst
checkup-permission = Tillåtelse att visa aviseringar
checkup-disturb = Stör ej
checkup-pause = Paus
checkup-quiet = Tysta timmar
checkup-kinds = Vad du får veta
checkup-tray = Systemfältet
checkup-login = Start vid inloggning
checkup-trial = Testavisering
checkup-nobody = Ingen är inloggad
checkup-signed-in = Inloggad som { $name }
checkup-signed-out = Inloggningen har upphört
checkup-not-eligible = Supportdesken är inte öppen för din rank
checkup-sign-in-unknown = Supportdesken har inte svarat än
checkup-checking = En kontroll pågår. { $checked }
checkup-offline = Supportdesken går inte att nå. { $checked }
checkup-desk-trouble = Supportdesken har problem. { $checked }
checkup-storage = Supportdeskens svar går inte att spara på datorn. { $checked }
checkup-fed = Ansluten: du får veta genast
checkup-polled = Den här supportdesken har ingen; Svara frågar med några minuters mellanrum
checkup-not-fed = Inte ansluten nu; Svara frågar med några minuters mellanrum
checkup-not-fed-yet = Inte ansluten än
checkup-clock-same = Klockorna stämmer överens
checkup-clock-slow = { $minutes ->
    [one] Datorns klocka går en minut efter
   *[other] Datorns klocka går { $minutes } minuter efter
}
checkup-clock-fast = { $minutes ->
    [one] Datorns klocka går en minut före
   *[other] Datorns klocka går { $minutes } minuter före
}
checkup-clock-unknown = Supportdesken har inte sagt vad klockan är
checkup-keychain-keeps = Den bevarar din inloggning
checkup-keychain-none = Det finns ingen, så inloggningen gäller tills Svara avslutas
checkup-keychain-failed = Den tog inte emot inloggningen, som gäller tills Svara avslutas
checkup-keychain-locked = Den lämnar inte ut din inloggning
checkup-keychain-unknown = Ingenting finns i den än
checkup-keychain-silent = Den har inte lämnat ut din inloggning än, och ber dig kanske låsa upp den
checkup-keychain-empty = Din inloggning finns inte i den
checkup-service-runs = Den svarar
checkup-service-missing = Ingen körs på datorn
checkup-service-silent = Den svarar inte
checkup-service-unknown = Den går inte att fråga här
checkup-not-said = Datorn säger det inte
checkup-allowed = Svaras aviseringar är tillåtna
checkup-forbidden = Svaras aviseringar är avstängda i datorns inställningar
checkup-unseen = Svaras aviseringar dyker inte upp; de ligger bara i listan
checkup-disturb-off = Av
checkup-disturb-on = På: datorn håller tillbaka aviseringar
checkup-quiet-not-now = Inte nu
# $when (String) - en dag och ett klockslag.
checkup-quiet-now = Till { $when }; vad som kommer under tiden får du veta då
checkup-kinds-on = Ärenden som väntar på ditt svar, och som supportdesken snart stänger
checkup-awaiting-off = Ärenden som väntar på ditt svar är avstängda
checkup-deadline-off = Ärenden som supportdesken snart stänger är avstängda
checkup-kinds-off = Ärenden som väntar på ditt svar, och som supportdesken snart stänger, är avstängda
checkup-tray-there = Där fortsätter Svara när du stänger fönstret
checkup-tray-missing = Skrivbordet visar inget, så du tillfrågas när du stänger fönstret
checkup-tray-not-needed = Skrivbordet visar inget; Svara fortsätter ändå
checkup-quits = Svara avslutas när du stänger fönstret, och då aviseras inget
checkup-login-on = Svara startar när du loggar in
checkup-login-off = Av: efter en omstart aviseras inget förrän du startar Svara
checkup-login-chosen = Av, som du har valt
checkup-login-gone = Du slog på det, och det är borta eller startar en annan Svara
checkup-trial-asks = En testavisering visas nu. Tryck på den inom en minut.
checkup-pressed = Du såg den och tryckte på den
checkup-not-pressed = Ingen tryckte på den
checkup-not-shown = Den gick inte att visa
checkup-do-sign-in = Öppna Svara och logga in.
checkup-do-look = Öppna Svara: fönstret säger vad du kan göra.
checkup-do-network = Kontrollera datorns nätverk. Svara försöker igen av sig självt.
checkup-do-wait = Svara försöker igen av sig självt.
checkup-do-disk = Gör plats på datorns disk.
checkup-do-clock = Låt datorn ställa klockan efter nätverket.
checkup-do-keychain = Lås upp eller skapa nyckelringen och logga in igen.
checkup-do-service = Starta skrivbordets aviseringstjänst eller installera en.
checkup-do-allow = Tillåt Svaras aviseringar i datorns inställningar.
checkup-do-banners = Låt Svaras aviseringar dyka upp, i datorns inställningar.
checkup-do-disturb = Titta själv i Svara tills det är över, eller stäng av det.
checkup-do-quiet = Titta själv i Svara till dess, eller ändra dem i Inställningar.
checkup-do-kinds = Slå på dem i Inställningar.
checkup-do-go-on = Låt aviseringar fortsätta, i systemfältet eller i Inställningar.
checkup-do-close = Välj i Inställningar att Svara fortsätter när du stänger fönstret.
checkup-do-login = Slå på det i Inställningar.
checkup-do-press = Såg du den: försök igen och tryck på den. Annars: titta på det ovanför.
checkup-waits-for-keychain = Väntar på nyckelringen, i upp till en minut: den ber dig kanske låsa upp den.
checkup-handed-over = Svara startades under tiden. Där fortsätter testet, från början.
checkup-not-tested = Inte testat: Svara körs här och svarar inte, eller så går dess data inte att öppna. Öppna Svara och titta i Inställningar.

## Dialogrutor och exporterade filer

pick-pictures-title = Välj bilder
pick-pictures-filter = Bilder (PNG, JPEG)
export-folder-title = Välj en mapp för det som inte har skickats
# $date (String) - 2020-08-03. Del av ett filnamn.
export-file-name = Svara - inte skickat { $date }
# $name (String) - medlemmen. $desk (String) - supportens namn. $when (String) - en dag och ett klockslag.
export-heading = Det som { $name } inte hade skickat till { $desk } den { $when }
export-submit = Nytt ärende
export-reply = Svar på: { $title }
export-question = Fråga till chatten
export-line = Meddelande i en chatt
export-draft = Utkast, senast sparat { $when }
export-unsent = Skickat { $when }, inte mottaget av supporten
export-unknown = Skickat { $when }, kanske mottaget av supporten
export-title = Titel: { $title }
export-pictures = Bilder: { $names }
