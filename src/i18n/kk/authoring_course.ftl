facts-title = Сандар
facts-lead = Сан осында бір-ақ рет жазылады, сабақтар мен сұрақтар оны атауымен алады. Осы жерде өзгертсеңіз, барлық тілдегі бүкіл мәтін өзгереді.
facts-empty = Курста әзірге сан жоқ. Бірнеше мәтінде тұратын әр санды дереккөзімен бірге осында жазыңыз.
facts-add = Сан қосу
facts-key = Атауы
facts-key-hint = a–z әріптері, цифрлар, дефис. Мәтінде былай жазылады: { "{" }fact:атауы{ "}" }
facts-rename-hint = a–z әріптері, цифрлар, дефис. Атауын өзгертсеңіз, барлық мәтінде де өзгереді.
facts-value = Мәні
facts-value-hint = Мәтінде көрінетін түрі, мысалы 100–120. Барлық тілде бірдей болса, біріншісін жазсаңыз жеткілікті.
facts-value-missing = Мәнін жазыңыз.
facts-unit = Өлшем бірлігі
facts-unit-hint = Бос қалдыруға болады. Сан жазылатын сұрақта жауаптың жанында тұрады.
facts-source = Дереккөзі
facts-source-hint = Құжат, автор, жыл.
facts-source-missing = Санның қайдан алынғанын жазыңыз.
facts-mark = Қалай тексерілді
facts-mark-v = Дереккөзінен көрілді
facts-mark-k = Аталған нұсқаулықтан белгілі
facts-bounds = Қандай жауап дұрыс
facts-bounds-hint = Санды өзі жазатын сұрақтар үшін. Бос қалдыруға болады.
facts-bounds-wrong = Екі санды да жазыңыз, алдымен кішісін, немесе екеуін де бос қалдырыңыз.
facts-bounds-same = Сан жазылатын сұрақтардың дұрыс жауабы бұрынғыша қалады: { $bounds }. Оны да өзгерту керек болса, формаға қайтыңыз.
facts-min = Бастап
facts-max = Дейін
facts-uses = Қолданылуы
facts-places = { $count ->
    [0] еш жерде
   *[other] { $count } жерде
}
facts-where = Қай жерде қолданылады
facts-nowhere = Бірде-бір мәтінде қолданылмайды. Жоюға болады.
facts-in-question = Сұрақ: { $key }
facts-in-term = Сөздік: { $key }
facts-in-bounds = Өлшем бірлігі мен дұрыс жауап осыдан алынады.
facts-added = Қосылды: { $title }
facts-changed = Өзгертілді: { $title }
facts-effect = Не өзгереді
facts-effect-lead = { $count ->
   *[other] Бұл сан { $count } жерде тұр. Батырманы басқанда бәрі бірден өзгереді; кейін бәрін бірден қайтаруға болады.
}
facts-change-all = Барлық жерде өзгерту
facts-used-still = Бұл әлі қолданылып тұр
facts-used-still-lead = { $count ->
   *[other] Бұл { $count } жерде тұр, сондықтан жоюға болмайды. Алдымен мәтіннен алып тастаңыз:
}
glossary-title = Сөздік
glossary-lead = Сабақта басып, мағынасын көруге болатын сөздер.
glossary-empty = Сөздік әзірге бос. Әр оқырман біле бермейтін сөздерді осында жазыңыз.
glossary-add = Сөз қосу
glossary-term = Сөз
glossary-term-hint = Сөздікте тұратын түрі.
glossary-term-missing = Сөзді жазыңыз.
glossary-meaning = Мағынасы
glossary-meaning-hint = Бір-екі қарапайым сөйлем.
glossary-meaning-missing = Сөздің мағынасын жазыңыз.
glossary-too-long = Мәтін тым ұзын: ең көбі 1000 таңба.
glossary-lacks = бұл тілде жоқ: { $language }
