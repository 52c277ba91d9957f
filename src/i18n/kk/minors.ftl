consent-badge-missing = ата-ана келісімі жоқ
consent-badge-withdrawn = ата-ана келісімін қайтарып алған
consent-note-missing = Ата-ананың келісімі жазылмаған.
consent-note-withdrawn = Қайтарып алған: { $name }; жазылған күні: { $date }.
consent-note-ask = Одан әрі не болатынын фронт-офис шешеді: бұл адам бірдеңеге қатыспас бұрын содан сұраңыз.
attention-withdrawn = { $count ->
   *[other] Ата-анасы келісімін қайтарып алғаны: { $count } кәмелетке толмаған адам.
}
attention-withdrawn-what = Олардың тіркелгісі әлі ашық. Одан әрі не болатынын шешіп, жаттықтырушыларға айтыңыз.
attention-missing = { $count ->
   *[other] Ата-анасының келісімі жазылмағаны: { $count } кәмелетке толмаған адам.
}
attention-missing-what = Қол қойылған бланкті сұраңыз, ал қолыңызда болса, белгілеңіз. Туған жылы ғана белгілі, сондықтан мүмкін болатын ең кіші жас алынады.
attention-minors-look = Тізімін көру
centre-people-consent-missing = кәмелетке толмаған: ата-ана келісімі жоқ
centre-people-consent-withdrawn = кәмелетке толмаған: келісім қайтарып алынған
centre-people-apart = Туған жылы, мекені
centre-people-known-by = Поштасы немесе логині
