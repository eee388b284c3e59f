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
notice-deadline-about-today = Supporten kan stänga ärendet i dag
notice-deadline-over = Supporten kan stänga ärendet när som helst
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
tray-tooltip-signed-out = Svara: inte inloggad
tray-open = Öppna Svara
tray-sign-in = Logga in…
tray-check-now = Kontrollera nu
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
