# What the member writes to ask for time, in the language of the issue. Every `locales/*/ask.ftl` has the same message.

ask-time = Vastaan viimeistään: { $day }.
