# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = Chatin kieli: { $languages }
gate-more = Kysymyksesi näyttää olevan suomeksi. Tukipyyntönä se tavoittaa tiimin jäsenen, joka lukee suomea. Kaikki kirjoittamasi tulee mukaan.
gate-issue = Lähetä tukipyyntönä suomeksi
gate-write = Kirjoita chatin kielellä: { $languages }
gate-anyway = Aloita chat silti
