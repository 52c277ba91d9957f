courses-title = Курсы
courses-empty = Курсов пока нет.
course-lessons = { $count ->
    [one] { $count } урок
    [few] { $count } урока
   *[many] { $count } уроков
}
minutes = { $count } мин
course-minutes = до { $count } мин
course-pilot = Пилот: экспертная проверка курса (медицинская, юридическая или языковая) ещё не завершена. Это указано и в сертификате.
course-enrol = Начать курс
course-sign-up-first = Сначала вы регистрируетесь: это займёт минуту, и всё, что вы прошли, сохранится.
course-outcomes = После курса вы сможете
course-content = Что в курсе
course-get = Что вы получите
course-get-text = Сертификат о пройденной теории придёт на электронную почту, и любой сможет его проверить:
course-hours = В сертификате указано { $hours } ч онлайн-обучения: столько времени запланировано на уроки и тесты вместе.
course-validity = Срок действия: { $months ->
    [one] { $months } месяц
    [few] { $months } месяца
   *[many] { $months } месяцев
}.
course-limits = Чего курс не даёт
learn-title = Моё обучение
learn-empty = Вы пока не записаны на курс. Выберите любой: первый урок займёт шесть минут.
learn-unconfirmed = Адрес вашей почты ещё не подтверждён. Учиться можно, а сертификаты подождут подтверждения.
learn-unconfirmed-action = Подтвердить
learn-progress = Прогресс
learn-completed = Дата завершения:
learn-others = Другие курсы
learn-continue = Продолжить
learn-continue-lesson = Продолжить: { $title }
learn-continue-test = К тесту: { $title }
learn-see-certificate = К моим сертификатам
nav-crumbs = Вы здесь
state-done = пройден
state-passed = сдан
state-next = следующий
state-open = открыт
state-locked = откроется после предыдущих уроков
test-of-module = Тест
test-final = Итоговый тест
test-title = Тест
lesson-checks = Проверьте себя
lesson-checks-open = Ответьте на каждый из этих вопросов один раз, верно или неверно, и урок будет пройден.
lesson-check-answer = Проверить
lesson-check-again = Попробовать ещё раз
lesson-practice = Этот урок даёт только знания. Отработайте навык с тренером.
lesson-base = Основа:
lesson-base-date = Рекомендации взяты по состоянию на { $date }
lesson-review-pending = Врач этот урок ещё не проверил.
lesson-finish = Готово, далее
lesson-next = Далее
question-all-that-apply = Отметьте все верные ответы.
question-true = Верно
question-false = Неверно
question-because = Почему?
question-order-hint = Расположите шаги по порядку.
question-up = Переместить выше
question-down = Переместить ниже
question-moved = Новое место:
question-choose = Выберите
question-number = Ваш ответ числом
question-text = Ваш ответ, в нескольких словах
hotspot-tap = Коснитесь нужного места на рисунке или выберите его словами ниже.
hotspot-words = Выбрать словами
hotspot-mark = Моя отметка на рисунке
hotspot-zoom = Увеличить рисунок
hotspot-picture = Рисунок
hotspot-outside = Ваша отметка не попала ни в одну из зон.
hotspot-legend = Сплошная линия — верно, пунктир — неверно, крестик — ваша отметка.
case-hint = После каждого выбора сразу видно, к чему он привёл.
case-story = Что вы уже решили
case-result = Что произошло:
case-decide = Выбрать
case-back = Вернуться к последнему решению и выбрать иначе
case-first-counts = Чтобы увидеть другой путь; засчитывается первый выбор.
case-other-choice = Другой выбор:
case-other-way = Это последствия другого пути, на оценку они не влияют.
case-goes-on = Дальше — от вашего первого выбора.
case-no-mark = Этот выбор на оценку не повлияет.
case-ended = Сценарий завершён.
case-unfinished = Вы не прошли сценарий до конца.
case-not-met = Ваш первый путь к этому решению не привёл.
answer-empty = Сначала выберите или напишите ответ.
answer-incomplete = Ответ неполный. Заполните остальное.
answer-one-only = Выберите только один ответ.
answer-not-a-number = Напишите число цифрами, например: 12 или 2,5.
answer-too-long = Ответ слишком длинный: достаточно нескольких слов.
answer-same-place = У двух шагов одно и то же место. Дайте каждому своё.
answer-unknown-option = Эта страница устарела. Обновите её и ответьте ещё раз.
answer-right = Верно
answer-not-yet = Пока неверно
answer-right-one = Верно:
answer-right-choice = Вы выбрали верно:
answer-your-choice = Ваш выбор:
answer-statement-is = Утверждение:
answer-you-said = Ваш ответ:
answer-you-chose = вы выбрали:
answer-you-typed = Вы написали:
answer-accepted = Верно:
answer-given-place = (у вас на месте { $place })
test-questions = { $count ->
    [one] { $count } вопрос
    [few] { $count } вопроса
   *[many] { $count } вопросов
}
test-pass = Проходной балл: { $percent } %.
test-critical = Некоторые вопросы — о спасении жизни. Если ошибиться в таком вопросе, нужна новая попытка, каким бы ни был балл.
test-tries = { $tries ->
    [one] { $tries } попытка
    [few] { $tries } попытки
   *[many] { $tries } попыток
}, затем перерыв: { $hours ->
    [one] { $hours } час
    [few] { $hours } часа
   *[many] { $hours } часов
}. В каждой попытке вопросы другие.
test-limit = Время на тест: { $minutes ->
    [one] { $minutes } минута
    [few] { $minutes } минуты
   *[many] { $minutes } минут
}.
test-no-limit = Время не ограничено.
test-saved = Каждый ответ сохраняется сразу. Продолжить можно позже, с любого устройства.
test-last-result = Результат последней попытки
test-start = Начать тест
test-resume = Продолжить тест
test-practise = Пройти ещё раз для тренировки
test-passed-already = Вы сдали этот тест.
test-left = { $count ->
    [one] До перерыва осталась { $count } попытка
    [few] До перерыва остались { $count } попытки
   *[many] До перерыва осталось { $count } попыток
}
test-waits = Следующая попытка откроется: { $time }. До этого перечитайте уроки.
test-too-early = Этот тест откроется, когда будет пройдено всё перед ним.
test-repeat-modules = Чтобы итоговый тест открылся снова, ещё раз сдайте тесты модулей, которые дались трудно.
test-question = Вопрос { $place }
test-question-of = Вопрос { $place } из { $count }
test-dots = Вопросы
test-answered = ответ есть
test-chosen = выбрано: { $chosen } из { $all }
test-open = ответа нет
test-save-next = Сохранить и продолжить
test-save-last = Сохранить и проверить
test-previous = Назад
test-review = Обзор моих ответов
test-review-title = Обзор ваших ответов
test-review-open = { $count ->
    [one] { $count } вопрос без ответа. Он засчитается как ошибка.
    [few] { $count } вопроса без ответа. Они засчитаются как ошибки.
   *[many] { $count } вопросов без ответа. Они засчитаются как ошибки.
}
test-finish = Сдать
test-finish-note = После этого изменить ответы нельзя.
result-title = Результат
result-passed = Сдано
result-not-yet = Пока не сдано
result-score = { $percent } %
result-needed = Нужно { $percent } %.
result-critical = В вопросе о спасении жизни есть ошибка.
result-critical-below = Посмотрите его ниже.
result-weak = Стоит перечитать
result-again = Попробовать ещё раз
result-answers = Ваши ответы и пояснения
result-person = Если вы считаете, что ошибка в самом вопросе, сообщите о ней или спросите тренера: вопрос посмотрит человек.
result-course-complete = Курс завершён. Ваш сертификат готовится.
choose-title = Ваш сертификат
choose-lead = Перед последним тестом: каким должен быть ваш сертификат? После выдачи изменить его нельзя.
choose-name = Имя в сертификате
choose-name-hint = Проверьте каждую букву.
choose-name-unprintable = Одну из букв этого имени нельзя напечатать. Используйте буквы казахского, русского, английского или другого европейского языка.
choose-language = Язык сертификата
choose-language-wrong = Выберите язык.
choose-button = Подтвердить
lesson-why = Почему
lesson-do = Делайте
lesson-do-not = Не делайте
lesson-call = Звоните 103 или 112
lesson-note = Полезно знать
lesson-summary = Запомните
lesson-terms = Слова
lesson-term-back = Назад к тексту

edition-note = Вышла новая редакция этого курса.
edition-see = Посмотреть, что нового
edition-title = Новая редакция вашего курса
edition-lead = Вы начали прежнюю редакцию. Можно закончить её или перейти на новую. Обе ведут к сертификату.
edition-new-modules = Новые модули
edition-lessons = { $count ->
    [one] { $count } урок
    [few] { $count } урока
   *[other] { $count } уроков
}
edition-new-lessons = Новые уроки в ваших модулях
edition-gone = Уроки, которых больше нет
edition-kept = Что сохранится
edition-kept-text = Пройдено уроков: { $lessons }. Сдано тестов: { $tests }.
edition-percent = В новой редакции это { $percent } %.
edition-no-way-back = Вернуться к прежней редакции будет нельзя.
edition-move = Перейти на новую
edition-stay = Остаться в своей
templates-title = Шаблоны на одну страницу
templates-lead = Распечатайте и заполните от руки или откройте таблицу и впишите свои числа.
template-empty = Пустой бланк
template-example = Заполненный пример
template-sheet = Таблица (XLSX)
template-of-lesson = Шаблон: { $title }
template-project = Проект
template-date = Дата
template-total = Всего
template-marked = ▲ — { $from } и больше
template-pilot = Пилотный курс: экспертная проверка ещё не завершена.
test-saved-limited = Каждый ответ сохраняется сразу. Время идёт, даже если уйти со страницы.
test-time-left = Время — до { $time }, осталось { $minutes ->
    [one] { $minutes } минута
    [few] { $minutes } минуты
   *[many] { $minutes } минут
 }.
test-time-over = Время вышло. Новое уже не сохраняется: сдайте то, на что ответили.
flash-test-time-over = Время вышло раньше, чем пришёл этот ответ. Тест сдан с ответами, которые были до него.
