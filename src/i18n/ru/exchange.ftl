exchange-title = Вопросы из файла
exchange-lead = Переносит в этот черновик вопросы из другой программы или из таблицы. Сначала вы увидите, что станет с каждым вопросом; пока вы не подтвердите, ничего не изменится.
exchange-file = Файл
exchange-file-hint = GIFT, Aiken, Moodle XML, CSV или XLSX; не больше { $megabytes } МБ и { $questions } вопросов.
exchange-format = Формат
exchange-format-guess = Определить автоматически
exchange-format-gift = GIFT
exchange-format-aiken = Aiken
exchange-format-moodle = Moodle XML
exchange-format-csv = Таблица (CSV)
exchange-format-xlsx = Книга (XLSX)
exchange-module = В какой модуль добавить
exchange-language = Язык вопросов
exchange-language-hint = В таблице со столбцами по языкам языки уже указаны.
exchange-lesson = Какой урок перечитать после ошибки
exchange-lesson-hint = Для вопросов, у которых в файле урок не указан.
exchange-lesson-later = Выберу потом
exchange-look = Посмотреть вопросы
exchange-sending = Отправляется:
exchange-reading = Файл получен, читаем его…
exchange-lost = Нет связи: файл не дошёл. Попробуйте ещё раз.
exchange-file-missing = Выберите файл.
exchange-format-unknown = По имени файла формат не определить: выберите его в списке.
exchange-no-modules = В курсе ещё нет модулей: сначала добавьте модуль, потом вопросы.
exchange-file-broken = Файл { $path } этого черновика записан с ошибкой: сначала исправьте её. Ничего не добавлено.
exchange-preview = Что станет с вопросами
exchange-of-file = Файл: { $name }
exchange-sum-taken = { $count ->
    [one] Будет добавлен { $count } вопрос
    [few] Будет добавлено { $count } вопроса
   *[other] Будет добавлено { $count } вопросов
}
exchange-sum-fills = { $count ->
    [one] В { $count } вопрос курса добавятся недостающие языки
    [few] В { $count } вопроса курса добавятся недостающие языки
   *[other] В { $count } вопросов курса добавятся недостающие языки
}
exchange-sum-there = { $count ->
    [one] { $count } вопрос в курсе уже есть и останется как есть
    [few] { $count } вопроса в курсе уже есть и останутся как есть
   *[other] { $count } вопросов в курсе уже есть и останутся как есть
}
exchange-sum-differs = { $count ->
    [one] В { $count } вопросе, который уже есть, таблица говорит другое: это не переносится
    [few] В { $count } вопросах, которые уже есть, таблица говорит другое: это не переносится
   *[other] В { $count } вопросах, которые уже есть, таблица говорит другое: это не переносится
}
exchange-sum-lossy = { $count ->
    [one] Из них { $count } с потерями
    [few] Из них { $count } с потерями
   *[other] Из них { $count } с потерями
}
exchange-sum-to-do = { $count ->
    [one] Из них { $count } нужно доработать
    [few] Из них { $count } нужно доработать
   *[other] Из них { $count } нужно доработать
}
exchange-sum-refused = { $count ->
    [one] Не будет добавлен { $count } вопрос
    [few] Не будет добавлено { $count } вопроса
   *[other] Не будет добавлено { $count } вопросов
}
exchange-where = Модуль: { $module }. Язык: { $language }.
exchange-change = Другой модуль или язык
exchange-again = Посмотреть снова
exchange-confirm = { $count ->
    [one] Добавить { $count } вопрос
    [few] Добавить { $count } вопроса
   *[other] Добавить { $count } вопросов
}
exchange-confirm-hint = Они встанут после вопросов модуля одним изменением, которое можно вернуть.
exchange-fills-hint = В вопросы, которые уже есть, добавится только недостающее, ничего не заменится.
exchange-confirm-fills = Перенести
exchange-fills = Такой вопрос в курсе есть. К нему добавится: { $languages }.
exchange-fills-see = Посмотреть вопрос в нынешнем виде
exchange-state-fills = Дополняет
exchange-show-fills = Дополняют
exchange-copy = { $count ->
    [one] Скопировать в этот модуль и { $count } вопрос, который есть в другом модуле
    [few] Скопировать в этот модуль и { $count } вопроса, которые есть в других модулях
   *[other] Скопировать в этот модуль и { $count } вопросов, которые есть в других модулях
}
exchange-copy-hint = Без отметки они останутся в своих модулях, и недостающее добавится там. Копия делается из того, что есть в таблице, и получает свой ключ.
exchange-there-elsewhere = Такой вопрос уже есть в модуле «{ $module }», и таблица ничего к нему не добавляет.
exchange-fills-elsewhere = Такой вопрос уже есть в модуле «{ $module }» и будет дополнен там. К нему добавится: { $languages }.
exchange-copies = Копия: такой вопрос есть и в модуле «{ $module }».
exchange-copied-once = Этот вопрос есть в таблице дважды: копируется он один раз.
exchange-there = Такой вопрос в курсе есть, и таблица ничего к нему не добавляет: он останется как есть.
exchange-differs = В таблице иначе: { $languages }. Это не переносится; если так лучше, исправьте сам вопрос.
exchange-state-there = Уже есть
exchange-show-there = Уже есть
exchange-nothing-new = Добавлять нечего: всё, что можно взять из этого файла, в курсе уже есть.
exchange-nothing = Ни один вопрос из этого файла взять нельзя: причины ниже.
exchange-other-file = Другой файл
exchange-show = Показать
exchange-show-all = Все
exchange-show-lossy = С потерями
exchange-show-refused = Не взятые
exchange-show-none = Таких вопросов нет.
exchange-general = О файле в целом
exchange-line = строка { $line }
exchange-state-taken = Взят
exchange-state-lossy = Взят с потерями
exchange-state-refused = Не взят
exchange-losses = Потеряно
exchange-to-do = Осталось сделать
exchange-right = верно
exchange-wrong = неверно
exchange-true = Верно
exchange-false = Неверно
exchange-numeric = от { $min } до { $max }
exchange-kept = Файл ждёт здесь { $hours } часа, его видите только вы.
exchange-added = Добавлено из файла: { $title }
exchange-history = Взято из файла
flash-exchange-crowded = Те же вопросы всё время меняли другие. Ничего не добавлено, попробуйте ещё раз.
exchange-too-large = Файл больше { $limit } МБ: разделите его.
exchange-unpacks-too-large = Распакованная книга больше { $limit } МБ.
exchange-too-many = В файле больше { $limit } вопросов: разделите его.
exchange-too-many-rows = В таблице больше { $limit } строк: разделите её.
exchange-encoding = Буквы файла не прочитать, не угадывая (это не UTF-8, не UTF-16 и не русский текст в windows-1251): сохраните его в UTF-8.
exchange-damaged = В строке { $line } стоит знак потерянных букв (�): файл был повреждён раньше; сохраните его в UTF-8 заново.
exchange-unknown-encoding = Документ говорит, что записан в «{ $name }», а такая кодировка здесь неизвестна: сохраните его в UTF-8.
exchange-xml-closed = Строка { $line }: XML записан с ошибкой: закрывается { $close }, а должен закрываться { $open }.
exchange-xml-ends = XML обрывается, не всё закрыто. Файл цел? Выгрузите его ещё раз.
exchange-xml-entity = Строка { $line }: в XML нет обозначения «{ $name }». Запишите сам знак.
exchange-xml-twice = Строка { $line }: атрибут «{ $name }» записан дважды.
exchange-xml-too-much = В XML больше частей, чем можно прочитать. Разделите файл.
exchange-xml-mark = Строка { $line }: здесь знак, недопустимый в XML. Часто это «<» или «&», вместо которых нужно «&lt;» или «&amp;».
exchange-xml-other = Строка { $line }: здесь XML записан с ошибкой. Выгрузите файл ещё раз.
exchange-doctype = В XML есть объявление типа документа (DOCTYPE), такие файлы не читаются.
exchange-too-deep = Строка { $line }: вложено друг в друга больше { $limit } элементов.
exchange-not-moodle = Это не файл вопросов Moodle: первый элемент — «{ $found }», а не «quiz».
exchange-not-xlsx = Это не книга XLSX, которую можно прочитать ({ $message }).
exchange-csv = Строка { $line }: таблицу не прочитать ({ $message }).
exchange-no-head = В первой строке должны стоять названия столбцов: part, value, kk, ru, en (хотя бы part и один язык).
exchange-no-questions = В файле нет вопросов.
exchange-kind = вопросов вида «{ $said }» здесь нет
exchange-essay = у эссе нет верного ответа, который можно проверить
exchange-description = это текст без вопроса
exchange-no-text = у вопроса нет текста
exchange-unclosed = ответы начинаются с { "{" } и не заканчиваются на { "}" }
exchange-answer = ответ непонятен: { $said }
exchange-answer-missing = нет строки ANSWER:
exchange-option-without-text = у варианта нет текста
exchange-left-alone = у «{ $said }» нет пары
exchange-steps-missing = для порядка нужны хотя бы два шага, каждый с текстом
exchange-no-right = ни один вариант не верен
exchange-not-a-number = «{ $said }» — не число
exchange-question-too-large = в вопросе больше { $limit } вариантов или текст длиннее { $characters } знаков
exchange-partly-right = баллы за частично верный ответ «{ $said }» не переносятся
exchange-also-right = здесь верен один ответ: «{ $said }», тоже верный, не переносится
exchange-pattern = ответ «{ $said }» не переносится: звёздочка в нём заменяет любой текст, здесь так нельзя
exchange-weights = вес вариантов не переносится: здесь все считаются поровну
exchange-picture = рисунок не переносится: добавьте его в курс и укажите в вопросе
exchange-markup = от ссылки, таблицы, списка или другой разметки остался только текст
exchange-feedback = для отзыва здесь нет места: «{ $said }»
exchange-hints = подсказки не переносятся
exchange-case = большие и маленькие буквы здесь не различаются
exchange-order-rule = правило оценки порядка не переносится
exchange-category = категория «{ $said }» не переносится: вместо неё выберите модуль
exchange-units = единицы, меняющие число, не переносятся
exchange-tag = метка «{ $said }» не переносится
exchange-key = ключ «{ $said }» уже занят или не годится: составлен другой
exchange-row = строка { $line }: «{ $said }» здесь ничего не значит
exchange-why-missing = { $count ->
    [one] у { $count } неверного варианта нет объяснения, почему он неверен
    [few] у { $count } неверных вариантов нет объяснения, почему они неверны
   *[other] у { $count } неверных вариантов нет объяснения, почему они неверны
}
exchange-explanation-missing = у вопроса нет объяснения
exchange-language-missing = нет текста на этом языке: { $said }
exchange-lesson-missing = укажите урок, который надо перечитать
exchange-lesson-unknown = урока «{ $said }» в модуле нет
exchange-correct = { $said }
exchange-mistake-too-few = слишком мало: { $part } (нужно не меньше { $count })
exchange-mistake-too-many = слишком много: { $part } (можно не больше { $count })
exchange-mistake-duplicate = ключ «{ $said }» встречается дважды
exchange-mistake-same = два варианта говорят одно и то же («{ $said }»)
exchange-mistake-telling = ключ «{ $said }» выдаёт ответ
exchange-mistake-critical = «{ $said }» помечен решающим там, где это ничего не значит
exchange-mistake-bounds = наименьшее верное число больше наибольшего
exchange-mistake-bound-typed = границы должны быть числами, которые можно набрать
exchange-mistake-form = принимаемый ответ «{ $said }» нельзя набрать
exchange-list-right = верные варианты
exchange-list-wrong = неверные варианты
exchange-list-options = варианты
exchange-list-steps = шаги
exchange-list-pairs = пары
exchange-list-extra = лишние правые части
exchange-list-accept = принимаемые ответы
exchange-list-decisions = решения
exchange-loss-kind = пропущен: в этом формате нет вопросов такого вида
exchange-loss-language = пропущен: нет текста на этом языке
exchange-loss-critical = не записано, что вопрос решающий
exchange-loss-reasons = не записаны причины для «верно» и «неверно»
exchange-loss-picture = рисунок не записан
exchange-loss-order-rule = не записаны равноценные шаги и решающие пары
exchange-loss-unit = единица не записана
exchange-loss-fixed-order = не записано, что порядок вариантов постоянный
exchange-loss-arrow = «->» в принимаемом ответе записано как «→»
exchange-loss-marks = не записаны жирный шрифт и курсив справа в парах и в единицах
archive-title = Курс из файла
archive-lead = ZIP-архив с файлами курса становится черновиком. Если этот курс уже редактируют, ничего не изменится: вы увидите различия.
archive-file = ZIP-архив
archive-file-hint = Такой, какой даёт «Скачать ZIP»; не больше { $megabytes } МБ, распакованный — { $unpacked } МБ и { $files } файлов.
archive-send = Создать черновик
archive-download = Скачать ZIP
archive-too-large = Архив больше { $limit } МБ.
archive-none = Это не ZIP-архив, или он повреждён. Ничего не изменено.
archive-encrypted = Архив защищён паролем. Упакуйте его без пароля.
archive-too-many = В архиве больше { $limit } файлов.
archive-unpacks-too-large = Распакованный архив больше { $limit } МБ.
archive-strange-path = В архиве есть файл, какого в курсе не бывает: «{ $path }». В путях только буквы a–z, цифры, «-», «_» и «.», без ссылок. Ничего не изменено.
archive-twice = Файл встречается в архиве дважды: «{ $path }». Большие и маленькие буквы не различаются. Ничего не изменено.
archive-damaged = Файл «{ $path }» в архиве не распаковывается. Ничего не изменено.
archive-no-course = В архиве нет course.toml — ни в начале, ни в одной общей папке.
archive-no-key = Файл course.toml в архиве записан с ошибкой, или в нём нет ключа курса.
flash-archive-begun = Черновик создан из файла. Пока вы не опубликуете, волонтёры видят прежний текст.
flash-archive-open = Этот курс уже редактируют. Ничего не изменено: вот различия.
incoming-title = Другая копия курса
incoming-lead = Чем файл отличается от черновика. В черновике ничего не изменилось. Отметьте, что перенести.
incoming-folder = В файлах курса на сервере другой текст
incoming-folder-lead = Файлы (папку курсов на сервере или курс из новой версии программы) изменили после того, как курс отредактировали здесь, либо им не хватает подписей. Ничего не перезаписано: посмотрите различия и перенесите то, что верно.
incoming-look = Посмотреть различия
incoming-badge = Ждёт другая копия
incoming-same = Файл и черновик одинаковы.
incoming-count = { $count ->
    [one] Отличается { $count } файл
    [few] Отличаются { $count } файла
   *[other] Отличаются { $count } файлов
}
incoming-new = есть только в копии
incoming-gone = есть только в черновике: будет удалён
incoming-changed = отличается
incoming-see = Различия
incoming-hint = Отмеченные файлы станут такими, как в копии, одним изменением, которое можно вернуть.
incoming-take = Перенести отмеченное
incoming-leave = Оставить черновик как есть
incoming-meanwhile = Тем временем черновик изменили. Посмотрите различия ещё раз.
incoming-none-ticked = Отметьте хотя бы один файл.
flash-incoming-left = Черновик остался как был.
audit-copy-left = Копия курса оставлена без переноса
exchange-out-title = Экспорт
exchange-out-questions = Вопросы для другой программы
exchange-out-lead = В таблице все три языка, в GIFT и Moodle XML — один. Числа из списка чисел записываются как текст.
exchange-out-moodle = GIFT и Moodle XML проверены с Moodle 4.5. Если в Moodle нет вопросов на порядок (например, в версии 4.1), он не примет файл XML с таким вопросом, а из GIFT без предупреждения сделает неправильный вопрос с кратким ответом. Для такого Moodle берите модули без этих вопросов.
exchange-out-all = Все модули
exchange-out-module = Модуль
exchange-out-language-hint = Для GIFT и Moodle XML.
exchange-out-make = Подготовить файл
exchange-out-count = { $count ->
    [one] В файле { $count } вопрос.
    [few] В файле { $count } вопроса.
   *[other] В файле { $count } вопросов.
}
exchange-out-download = Скачать файл
exchange-out-losses = Чего этот формат не передаёт:
exchange-out-course = Курс целиком
exchange-out-course-lead = Все файлы курса одним архивом: хранить, править в текстовом редакторе или перенести на другую установку.
exchange-out-template = Шаблон вопросов
exchange-out-template-lead = Таблица с примерами каждого вида на трёх языках и объяснением столбцов. Заполните её и загрузите здесь.
