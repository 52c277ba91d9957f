exchange-title = Файлдан сұрақ қосу
exchange-lead = Басқа бағдарламадан не кестеден осы жобаға сұрақ қосады. Алдымен әр сұрақтың не болатынын көресіз; растамайынша ештеңе өзгермейді.
exchange-file = Файл
exchange-file-hint = GIFT, Aiken, Moodle XML, CSV немесе XLSX; ең көбі { $megabytes } МБ және { $questions } сұрақ.
exchange-format = Пішімі
exchange-format-guess = Өзі анықтайды
exchange-format-gift = GIFT
exchange-format-aiken = Aiken
exchange-format-moodle = Moodle XML
exchange-format-csv = Кесте (CSV)
exchange-format-xlsx = Электрондық кесте (XLSX)
exchange-module = Қай модульге қосу керек
exchange-language = Сұрақтардың тілі
exchange-language-hint = Тілдері бағандарға бөлінген кестеде тіл өзінде көрсетілген.
exchange-lesson = Қате жауаптан кейін қай сабақты қайта оқу керек
exchange-lesson-hint = Файлда сабағы көрсетілмеген сұрақтарға.
exchange-lesson-later = Кейін таңдаймын
exchange-look = Сұрақтарды қарау
exchange-sending = Жіберіліп жатыр:
exchange-reading = Файл келді, оқылып жатыр…
exchange-lost = Байланыс жоқ: файл жетпеді. Қайталап көріңіз.
exchange-file-missing = Файлды таңдаңыз.
exchange-format-unknown = Файл атауынан пішімі белгісіз: оны тізімнен таңдаңыз.
exchange-no-modules = Курста әлі модуль жоқ: алдымен модуль қосыңыз, содан кейін сұрақ.
exchange-file-broken = Осы жобадағы { $path } файлы қате жазылған: алдымен соны түзетіңіз. Ештеңе қосылған жоқ.
exchange-preview = Сұрақтар не болады
exchange-of-file = Файл: { $name }
exchange-sum-taken = { $count ->
   *[other] { $count } сұрақ қосылады
}
exchange-sum-fills = { $count ->
   *[other] Курстағы { $count } сұраққа жетіспейтін тілдер қосылады
}
exchange-sum-there = { $count ->
   *[other] { $count } сұрақ курста бұрыннан бар, сол күйінде қалады
}
exchange-sum-differs = { $count ->
   *[other] Бұрыннан бар { $count } сұрақта кесте басқаша айтады: ол көшірілмейді
}
exchange-sum-lossy = { $count ->
   *[other] Оның { $count } сұрағы толық көшпейді
}
exchange-sum-to-do = { $count ->
   *[other] Оның { $count } сұрағын толықтыру керек
}
exchange-sum-refused = { $count ->
   *[other] { $count } сұрақ алынбайды
}
exchange-where = Модуль: { $module }. Тілі: { $language }.
exchange-change = Басқа модуль не тіл
exchange-again = Қайта қарау
exchange-confirm = { $count ->
   *[other] { $count } сұрақты қосу
}
exchange-confirm-hint = Модульдегі сұрақтардың соңына бір өзгеріспен қосылады, оны қайтаруға болады.
exchange-fills-hint = Бұрыннан бар сұрақтарға жетіспейтіні ғана қосылады, ештеңе алмастырылмайды.
exchange-confirm-fills = Осыларды қосу
exchange-fills = Бұл сұрақ курста бар. Оған қосылатын тіл: { $languages }.
exchange-fills-see = Сұрақтың қазіргі күйін көру
exchange-state-fills = Толықтырады
exchange-show-fills = Толықтыратыны
exchange-copy = { $count ->
   *[other] Басқа модульдегі { $count } сұрақты осы модульге де көшіру
}
exchange-copy-hint = Белгі қоймасаңыз, олар өз модулінде қалады, жетіспейтіні сол жерде қосылады. Көшірме кестеде жазылғаннан жасалады, оның кілті басқа болады.
exchange-there-elsewhere = Бұл сұрақ «{ $module }» модулінде бұрыннан бар, кесте оған ештеңе қоспайды.
exchange-fills-elsewhere = Бұл сұрақ «{ $module }» модулінде бұрыннан бар, сол жерде толықтырылады. Оған қосылатын тіл: { $languages }.
exchange-copies = Көшірме: бұл сұрақ «{ $module }» модулінде де бар.
exchange-copied-once = Бұл сұрақ кестеде екі рет тұр: ол бір-ақ рет көшіріледі.
exchange-there = Бұл сұрақ курста бар, кесте оған ештеңе қоспайды: ол сол күйінде қалады.
exchange-differs = Кестеде басқаша жазылған: { $languages }. Ол көшірілмейді; дұрысы сол болса, сұрақтың өзін түзетіңіз.
exchange-state-there = Бұрыннан бар
exchange-show-there = Бұрыннан бары
exchange-nothing-new = Қосатын ештеңе жоқ: бұл файлдан алуға болатынның бәрі курста бар.
exchange-nothing = Бұл файлдан бірде-бір сұрақ алынбайды: себептері төменде.
exchange-other-file = Басқа файл
exchange-show = Көрсету
exchange-show-all = Бәрі
exchange-show-lossy = Бірдеңе жоғалтқаны
exchange-show-refused = Алынбағаны
exchange-show-none = Мұндай сұрақ жоқ.
exchange-general = Бүкіл файл туралы
exchange-line = { $line }-жол
exchange-state-taken = Алынады
exchange-state-lossy = Толық алынбайды
exchange-state-refused = Алынбайды
exchange-losses = Жоғалғаны
exchange-to-do = Істеу керек
exchange-right = дұрыс
exchange-wrong = қате
exchange-true = Дұрыс
exchange-false = Қате
exchange-numeric = { $min } – { $max }
exchange-kept = Файл осында { $hours } сағат тұрады, оны тек Сіз көресіз.
exchange-added = Файлдан қосылды: { $title }
exchange-history = Файлдан алынды
flash-exchange-crowded = Осы сұрақтарды басқалар өзгерте берді. Ештеңе қосылған жоқ, қайталап көріңіз.
exchange-too-large = Файл { $limit } МБ-тан үлкен: оны бөліңіз.
exchange-unpacks-too-large = Кесте ашылғанда { $limit } МБ-тан асады.
exchange-too-many = Файлда { $limit } сұрақтан көп: оны бөліңіз.
exchange-too-many-rows = Кестеде { $limit } жолдан көп: оны бөліңіз.
exchange-encoding = Файлдың әріптерін болжамсыз оқу мүмкін емес (UTF-8 де, UTF-16 да, windows-1251 орысша мәтін де емес): UTF-8 түрінде сақтаңыз.
exchange-damaged = { $line }-жолда жоғалған әріптердің белгісі (�) тұр: файл бұрын бүлінген; UTF-8 түрінде қайта сақтаңыз.
exchange-unknown-encoding = Құжат «{ $name }» кодтауымен жазылған делінген, ол мұнда белгісіз: UTF-8 түрінде сақтаңыз.
exchange-xml-closed = { $line }-жол: XML қате жазылған: { $open } жабылатын жерде { $close } жабылып тұр.
exchange-xml-ends = XML аяғына дейін жазылмаған, бәрі жабылмаған. Файл бүтін бе? Оны қайта шығарып алыңыз.
exchange-xml-entity = { $line }-жол: XML-де «{ $name }» деген белгі жоқ. Таңбаның өзін жазыңыз.
exchange-xml-twice = { $line }-жол: «{ $name }» атрибуты екі рет жазылған.
exchange-xml-too-much = XML-дегі бөліктер саны оқуға болатыннан көп. Файлды бөліңіз.
exchange-xml-mark = { $line }-жол: мұнда XML-де болмайтын таңба тұр. Көбіне ол «<» не «&», оның орнына «&lt;» не «&amp;» жазу керек.
exchange-xml-other = { $line }-жол: мұнда XML қате жазылған. Файлды қайта шығарып алыңыз.
exchange-doctype = XML ішінде құжат түрінің сипаты (DOCTYPE) бар, ондай файл оқылмайды.
exchange-too-deep = { $line }-жол: бірінің ішінде бірі тұрған элемент { $limit }-тен көп.
exchange-not-moodle = Бұл Moodle сұрақтарының файлы емес: бірінші элементі «quiz» емес, «{ $found }».
exchange-not-xlsx = Бұл оқуға болатын XLSX кестесі емес ({ $message }).
exchange-csv = { $line }-жол: кестені оқу мүмкін емес ({ $message }).
exchange-no-head = Бірінші жолда бағандардың аты тұруы керек: part, value, kk, ru, en (кемінде part және бір тіл).
exchange-no-questions = Файлда сұрақ жоқ.
exchange-kind = мұнда «{ $said }» түріндегі сұрақ болмайды
exchange-essay = эссенің тексеруге болатын дұрыс жауабы жоқ
exchange-description = бұл — сұрағы жоқ мәтін
exchange-no-text = сұрақтың мәтіні жоқ
exchange-unclosed = жауаптар { "{" } белгісінен басталып, { "}" } белгісімен аяқталмаған
exchange-answer = жауабы түсініксіз: { $said }
exchange-answer-missing = ANSWER: жолы жоқ
exchange-option-without-text = бір нұсқаның мәтіні жоқ
exchange-left-alone = «{ $said }» жұпсыз қалған
exchange-steps-missing = ретке кемінде екі қадам керек, әрқайсысының мәтіні болсын
exchange-no-right = бірде-бір нұсқа дұрыс емес
exchange-not-a-number = «{ $said }» — сан емес
exchange-question-too-large = сұрақта { $limit } нұсқадан көп немесе мәтіні { $characters } таңбадан ұзын
exchange-partly-right = жартылай дұрыс «{ $said }» жауабының балы көшірілмейді
exchange-also-right = мұнда бір ғана жауап дұрыс болады: «{ $said }» жауабы да дұрыс, бірақ көшірілмейді
exchange-pattern = «{ $said }» жауабы көшірілмейді: ондағы жұлдызша кез келген мәтінді білдіреді, мұнда олай болмайды
exchange-weights = нұсқалардың салмағы көшірілмейді: мұнда бәрі тең есептеледі
exchange-picture = сурет көшірілмейді: оны курсқа қосып, сұрақта көрсетіңіз
exchange-markup = сілтеменің, кестенің, тізімнің немесе басқа белгілеудің тек мәтіні қалды
exchange-feedback = пікірге мұнда орын жоқ: «{ $said }»
exchange-hints = кеңестер көшірілмейді
exchange-case = үлкен-кіші әріп мұнда ажыратылмайды
exchange-order-rule = реттің қалай бағаланатыны көшірілмейді
exchange-category = «{ $said }» санаты көшірілмейді: орнына модуль таңдаңыз
exchange-units = санды өзгертетін өлшемдер көшірілмейді
exchange-tag = «{ $said }» белгісі көшірілмейді
exchange-key = «{ $said }» кілті бос емес немесе жарамайды: басқасы құрастырылды
exchange-row = { $line }-жол: «{ $said }» мұнда ештеңе білдірмейді
exchange-why-missing = { $count ->
   *[other] { $count } қате нұсқаның неге қате екені айтылмаған
}
exchange-explanation-missing = сұрақтың түсіндірмесі жоқ
exchange-language-missing = бұл тілде мәтіні жоқ: { $said }
exchange-lesson-missing = қайта оқитын сабақты көрсетіңіз
exchange-lesson-unknown = модульде «{ $said }» сабағы жоқ
exchange-correct = { $said }
exchange-mistake-too-few = тым аз: { $part } (кемінде { $count } керек)
exchange-mistake-too-many = тым көп: { $part } (ең көбі { $count })
exchange-mistake-duplicate = «{ $said }» кілті екі рет тұр
exchange-mistake-same = екі нұсқа бір нәрсені айтады («{ $said }»)
exchange-mistake-telling = «{ $said }» кілті жауапты айтып қояды
exchange-mistake-critical = «{ $said }» шешуші деп мағынасыз жерде белгіленген
exchange-mistake-bounds = ең кіші дұрыс сан ең үлкенінен асып тұр
exchange-mistake-bound-typed = шектері теріп жазуға болатын сандар болуы керек
exchange-mistake-form = қабылданатын «{ $said }» жауабын теру мүмкін емес
exchange-list-right = дұрыс нұсқалар
exchange-list-wrong = қате нұсқалар
exchange-list-options = нұсқалар
exchange-list-steps = қадамдар
exchange-list-pairs = жұптар
exchange-list-extra = артық оң жақтар
exchange-list-accept = қабылданатын жауаптар
exchange-list-decisions = шешімдер
exchange-loss-kind = алынбады: бұл пішімде мұндай сұрақ түрі жоқ
exchange-loss-language = алынбады: бұл тілде мәтіні жоқ
exchange-loss-critical = сұрақтың шешуші екені жазылмайды
exchange-loss-reasons = «дұрыс» пен «қатенің» себептері жазылмайды
exchange-loss-picture = сурет жазылмайды
exchange-loss-order-rule = тең қадамдар мен шешуші жұптар жазылмайды
exchange-loss-unit = өлшемі жазылмайды
exchange-loss-fixed-order = нұсқалардың реті тұрақты екені жазылмайды
exchange-loss-arrow = қабылданатын жауаптағы «->» таңбасы «→» болып жазылады
exchange-loss-marks = жұптардың оң жағындағы және өлшемдердегі қалың мен көлбеу жазу көшпейді
archive-title = Файлдан курс
archive-lead = Курс файлдарының ZIP мұрағаты жобаға айналады. Бұл курс өңделіп жатса, ештеңе өзгермейді: айырмасын көресіз.
archive-file = ZIP мұрағаты
archive-file-hint = «ZIP жүктеп алу» беретіндей; ең көбі { $megabytes } МБ, ашылғанда { $unpacked } МБ және { $files } файл.
archive-send = Жоба ашу
archive-download = ZIP жүктеп алу
archive-too-large = Мұрағат { $limit } МБ-тан үлкен.
archive-none = Бұл ZIP мұрағаты емес немесе ол бүлінген. Ештеңе өзгерген жоқ.
archive-encrypted = Мұрағат құпиясөзбен қорғалған. Оны құпиясөзсіз жинаңыз.
archive-too-many = Мұрағатта { $limit } файлдан көп.
archive-unpacks-too-large = Мұрағат ашылғанда { $limit } МБ-тан асады.
archive-strange-path = Мұрағатта курста болмайтын файл бар: «{ $path }». Жолда тек a–z әріптері, сандар, «-», «_» және «.» болады, сілтеме болмайды. Ештеңе өзгерген жоқ.
archive-twice = Мұрағатта бір файл екі рет тұр: «{ $path }». Үлкен-кіші әріп ажыратылмайды. Ештеңе өзгерген жоқ.
archive-damaged = Мұрағаттағы «{ $path }» файлы ашылмайды. Ештеңе өзгерген жоқ.
archive-no-course = Мұрағатта course.toml жоқ: басында да, ортақ бір бумада да.
archive-no-key = Мұрағаттағы course.toml қате жазылған немесе онда курс кілті жоқ.
flash-archive-begun = Жоба файлдан ашылды. Жарияламайынша, еріктілер бұрынғы мәтінді көреді.
flash-archive-open = Бұл курс өңделіп жатыр. Ештеңе өзгерген жоқ: міне, айырмасы.
incoming-title = Курстың басқа көшірмесі
incoming-lead = Файл жобадан осылай ерекшеленеді. Жобада ештеңе өзгерген жоқ. Нені алу керегін белгілеңіз.
incoming-folder = Сервердегі курс файлдарында басқа мәтін тұр
incoming-folder-lead = Курс осында өңделгеннен кейін файлдар (сервердегі курстар бумасы немесе бағдарламаның жаңа нұсқасымен келгендері) өзгерген не оларға әлі қол қойылмаған. Ештеңенің үстінен жазылған жоқ: айырмасын қарап, дұрысын алыңыз.
incoming-look = Айырмасын қарау
incoming-badge = Басқа көшірме күтіп тұр
incoming-same = Файл мен жоба бірдей.
incoming-count = { $count ->
   *[other] { $count } файлдың айырмасы бар
}
incoming-new = тек көшірмеде бар
incoming-gone = тек жобада бар: жойылады
incoming-changed = айырмасы бар
incoming-see = Айырмасы
incoming-hint = Белгіленген файлдар бір өзгеріспен көшірмедегідей болады, оны қайтаруға болады.
incoming-take = Белгіленгенін алу
incoming-leave = Жобаны сол күйінде қалдыру
incoming-meanwhile = Осы арада жоба өзгерген. Айырмасын қайта қараңыз.
incoming-none-ticked = Кемінде бір файлды белгілеңіз.
flash-incoming-left = Жоба сол күйінде қалды.
audit-copy-left = Курс көшірмесі алынбай қалды
exchange-out-title = Экспорт
exchange-out-questions = Басқа бағдарламаға арналған сұрақтар
exchange-out-lead = Кестеде үш тіл де болады, GIFT пен Moodle XML ішінде — біреуі. Сандар тізіміндегі сандар мәтінге жазылады.
exchange-out-moodle = GIFT пен Moodle XML пішімдері Moodle 4.5 нұсқасымен тексерілген. Егер Moodle ішінде ретке қою сұрақтары болмаса (мысалы, 4.1 нұсқасында), ол мұндай сұрағы бар XML файлын қабылдамайды, ал GIFT ішіндегісін ескертпестен қате қысқа жауапты сұраққа айналдырады. Ондай Moodle үшін бұл сұрақтары жоқ модульдерді алыңыз.
exchange-out-all = Барлық модуль
exchange-out-module = Модуль
exchange-out-language-hint = GIFT пен Moodle XML үшін.
exchange-out-make = Файл дайындау
exchange-out-count = { $count ->
   *[other] Файлда { $count } сұрақ бар.
}
exchange-out-download = Файлды жүктеп алу
exchange-out-losses = Бұл пішімге сыймайтыны:
exchange-out-course = Бүкіл курс
exchange-out-course-lead = Курстың барлық файлы бір мұрағатта: сақтап қойыңыз, мәтін өңдегіште түзетіңіз немесе басқа орнатымға апарыңыз.
exchange-out-template = Сұрақ үлгісі
exchange-out-template-lead = Үш тілде әр түрінің мысалы және бағандардың түсіндірмесі бар кесте. Толтырып, осында жүктеңіз.
