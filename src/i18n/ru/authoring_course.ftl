facts-title = Числа
facts-lead = Число записано здесь один раз, а уроки и вопросы берут его по имени. Измените его здесь — изменятся все тексты на всех языках.
facts-empty = Чисел в курсе пока нет. Запишите сюда каждое число, которое стоит в нескольких текстах, и его источник.
facts-add = Добавить число
facts-key = Имя
facts-key-hint = Буквы a–z, цифры, дефис. В тексте пишется так: { "{" }fact:имя{ "}" }
facts-rename-hint = Буквы a–z, цифры, дефис. Если изменить имя, оно изменится и во всех текстах.
facts-value = Значение
facts-value-hint = Как его увидят в тексте, например 100–120. Если на всех языках оно одинаковое, достаточно первого.
facts-value-missing = Напишите значение.
facts-unit = Единица
facts-unit-hint = Можно не указывать. В вопросах с числом она стоит рядом с ответом.
facts-source = Источник
facts-source-hint = Документ, автор, год.
facts-source-missing = Напишите, откуда это число.
facts-mark = Как проверено
facts-mark-v = Сверено с источником
facts-mark-k = Известно из названного руководства
facts-bounds = Какие ответы верны
facts-bounds-hint = Для вопросов, где число вписывают. Можно не указывать.
facts-bounds-wrong = Напишите оба числа, меньшее первым, или оставьте оба поля пустыми.
facts-bounds-same = Верные ответы в вопросах с числом остаются прежними: { $bounds }. Если нужно изменить и их, вернитесь к форме.
facts-min = От
facts-max = До
facts-uses = Где используется
facts-places = { $count ->
    [0] нигде
    [one] в { $count } месте
   *[other] в { $count } местах
}
facts-where = Где используется
facts-nowhere = Ни один текст его не использует. Можно удалить.
facts-in-question = Вопрос: { $key }
facts-in-term = Словарь: { $key }
facts-in-bounds = Отсюда берутся единица и верные ответы.
facts-added = Добавлено: { $title }
facts-changed = Изменено: { $title }
facts-effect = Что изменится
facts-effect-lead = { $count ->
    [one] Это число стоит в { $count } месте. Оно изменится, когда вы нажмёте кнопку; изменение можно вернуть.
   *[other] Это число стоит в { $count } местах. Они изменятся все сразу, когда вы нажмёте кнопку; вернуть можно тоже всё сразу.
}
facts-change-all = Изменить везде
facts-used-still = Это ещё используется
facts-used-still-lead = { $count ->
    [one] Пока это стоит в { $count } месте, удалить нельзя. Сначала уберите из текста:
   *[other] Пока это стоит в { $count } местах, удалить нельзя. Сначала уберите из текстов:
}
glossary-title = Словарь
glossary-lead = Слова, которые урок объясняет по нажатию.
glossary-empty = Словарь пока пуст. Запишите сюда слова, которые знает не каждый читатель.
glossary-add = Добавить слово
glossary-term = Слово
glossary-term-hint = Как оно стоит в словаре.
glossary-term-missing = Напишите слово.
glossary-meaning = Значение
glossary-meaning-hint = Одно-два простых предложения.
glossary-meaning-missing = Напишите, что значит слово.
glossary-too-long = Текст слишком длинный: не больше 1000 знаков.
glossary-lacks = нет на языке: { $language }
outline-drag = Потяните, чтобы переместить
outline-move-hint = Кнопки ↑ и ↓ перемещают урок, на краю модуля — в соседний. Мышью или пальцем можно перетащить за точки.
draft-lesson-module-hint = Урок переходит вместе с текстами и вопросами в его конце.
draft-time = Минут на попытку
draft-time-hint = Пусто — без ограничения.
draft-time-wrong = Напишите число от 1 до 600 или оставьте пустым.
draft-kind = Что подтверждает сертификат
draft-kind-hint = Чтобы изменить, нужна новая редакция.
draft-kind-theory = Теорию, пройденную онлайн
draft-kind-practical = Навыки, которые подтвердил тренер
draft-languages = Языки курса
draft-languages-hint = На каждом отмеченном языке должен быть каждый текст. Чтобы убрать язык, нужна новая редакция.
draft-guideline = Медицинская основа
draft-guideline-hint = Для курсов по рекомендациям; в других курсах оставьте пустым.
draft-guideline-version = Версия рекомендаций
draft-guideline-base = Документы
rules-critical = Критические вопросы
rules-critical-first = Выбираются первыми
rules-critical-any = Выбираются наравне с другими
rules-explanations = Пояснения показываются
rules-after-try = После каждой попытки
rules-after-pass = После сданного теста
final-title = Итоговый тест
final-lead = Тест по всему курсу, после тестов модулей.
final-is-there = есть
final-is-not = нет
final-there = В курсе есть итоговый тест
final-draw = Какие вопросы в одной попытке
final-draw-hint = Строка с 0 или без числа не учитывается. Нужны ещё строки? Сохраните, и появятся ещё три. Вопросы из уроков в тест не попадают.
final-from = Откуда
final-count = Сколько
final-from-all = Из всех модулей
final-from-module = Модуль: { $title }
final-from-tag = Тема: { $tag }
final-row-wrong = В каждой строке выберите, откуда, и напишите число от 1 до 200.
final-rows-missing = Напишите, сколько вопросов, хотя бы в одной строке.
final-rules = Правила
final-repeat = После последней попытки нужно пересдать тесты слабых модулей
