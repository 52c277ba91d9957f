nav-review = Сабақтарды тексеру
review-medical = Медициналық тексеру
review-legal = Заңгерлік тексеру
review-language = Тілдік тексеру ({ $language })
review-each-language = Тілдік тексеру, курстың әр тілінде
review-told = { $review }: { $date }.
review-told-by = { $review }: { $names }, { $date }.

review-title = Сабақтарды тексеру
review-lead = Қол қою арқылы сабақтың Сіз оқыған мәтіні дұрыс екенін растайсыз. Сабақ кейін өзгерсе, қол күшін жояды да, сабақ Сізді қайта күтеді. Басқа сабақтағы өзгеріс әсер етпейді.
review-nothing = Қазір Сіздің қолыңызды күтіп тұрған сабақ жоқ.
review-waiting = { $count ->
   *[other] Қол қойылмағаны: { $count }
}
review-none-waits = Бәріне қол қойылған.
review-name-title = Қолыңыздың жанындағы есіміңіз
review-name-first = Қол қоймас бұрын: еріктілер Сізді қалай көреді?
review-name = Еріктілер көретін есім
review-name-hint = Мысалы: А. Сейітқызы, жедел жәрдем дәрігері. Есіміңіз көрсетілмесін десеңіз, бос қалдырыңыз: онда не, қашан тексерілгені ғана көрінеді. Кейін өзгерте аласыз.
review-name-save = Есімді сақтау
review-name-wrong = Бір жол, ең көбі 120 таңба.
review-named = Еріктілер Сізді былай көреді: { $name }.
review-named-nobody = Еріктілер есіміңізді көрмейді.
review-name-change = Өзгерту

review-of-draft = Бұл — жаттықтырушылар өңдеп жатқан мәтін. Осы күйінде жарияланғанда, қолыңыз еріктілерге көрінеді.
review-of-published = Бұл — еріктілер қазір оқып жүрген мәтін.
review-see-draft = Жобаны оқу
review-see-published = Жарияланған мәтінді оқу
review-state-signed = қол қойылған
review-state-dropped = қол қойылған соң өзгерді
review-state-open = әлі қол қойылмаған
review-sign-module = { $count ->
   *[other] { $review }: { $count } сабаққа бірден қол қою
}
review-read = Бұл сабақтарды оқып шықтым, бәрі дұрыс.
review-sign-all = Бәріне қол қою
review-facts = Осы сабақтағы сандар және олардың дереккөзі
review-sign-title = Қол қою
review-sign = Қол қою
review-withdraw = Қолымды қайтарып алу
review-signed-by = Қол қойды: { $name }, { $date }.
review-you = Сіз
review-somebody = басқа тексеруші
review-dropped = Бұл сабаққа бұрын қол қойылған, бірақ содан кейін ол өзгерді.
review-what = Қол қою арқылы сабақтың осындағы мәтіні дұрыс екенін растайсыз.
review-what-other = Сіз мұнда көрсетілген тілге емес, басқа тілге қол қоясыз. Алдымен соны оқыңыз.

review-grants-of = Бұл адам қай тексерулерге қол қояды
review-grants-title = Сабақтарды тексеру
review-grants-lead = Дәрігер, заңгер немесе редактор осында көрсетілген курстардың сабақтарына қол қояды. Ол үшін рөл керек емес. Тексеруді алып қойсаңыз, бұрын қойылған қолдар күшінде қалады.
review-grants-none = Бұл адам ештеңеге қол қоймайды.
review-grants-new = Тексеруді тапсыру
review-course = Курс
review-kind = Нені тексереді
review-kind-hint = Дәрігер мен заңгер сабақтың барлық тілдегі мәтініне, редактор бір тілге жауап береді.
review-grant = Тапсыру
review-grant-withdraw = Алып қою
review-grant-unknown = Курс пен тексеруді таңдаңыз.

review-before = Жарияламас бұрын әр сабаққа қол қойылсын
review-before-hint = Бұл қолдарсыз курс мұнда жарияланбайды. Тексеруді орталық адамның бетінде тапсырады.
review-missing = Қол қойылмаған: { $review }. Қол қоя алады: { $names }.
review-nobody-yet = әзірге ешкім, тексерушіні орталық тағайындайды

flash-review-granted = Енді бұл адам қол қоя алады.
flash-review-withdrawn = Бұл адам енді бұған қол қоя алмайды.
flash-review-name = Есім сақталды.
flash-review-name-first = Әзірге ештеңеге қол қойылған жоқ: алдымен еріктілер Сізді қалай көретінін жазыңыз.
flash-review-signed = Қол қойылды. Рақмет!
flash-review-changed = Ештеңеге қол қойылған жоқ: Сіз ашқаннан кейін мәтін өзгерді. Қайта оқып шығыңыз.
flash-review-unread = Ештеңеге қол қойылған жоқ: сабақтарды оқығаныңызды белгілеңіз.
flash-signature-withdrawn = Қолыңыз қайтарып алынды.

audit-review-granted = тексеру тапсырылды
audit-review-withdrawn = тексеру алып қойылды
audit-lessons-signed = сабақтарға қол қойылды
audit-signature-withdrawn = қол қайтарып алынды
