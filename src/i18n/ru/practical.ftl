centre-confirms = Подтверждает
certificate-practical = навыки подтверждены очно
verify-practical = Практика: навыки очно подтвердил тренер
practical-title = Практические сертификаты
practical-lead = Для людей, чьи навыки тренер подтвердил на очном занятии. Сертификат о теории — другое: один не заменяет другой.
practical-new = Выдать практические сертификаты
practical-none = Пока не внесено ни одного занятия.
practical-session = Очное занятие
practical-held = День
practical-place = Место
practical-place-hint = Населённый пункт и здание. Это стоит на сертификате.
practical-hours = Сколько часов длилось
practical-hours-wrong = Напишите часы числом, например 5 или 4,5.
practical-trainer = Тренер
practical-trainer-name = Имя тренера
practical-number = Сертификат самого тренера
practical-number-hint = Номер, как его показывает тренер.
practical-until = Он действует до
practical-until-hint = В день занятия он должен был действовать.
practical-months = Сколько месяцев действуют сертификаты, считая от дня занятия
practical-months-hint = Для первой помощи обычно два года.
practical-evidence = Чем подтверждается
practical-evidence-hint = Например: «подписанный список и чек-листы, папка 12». Видит только центр.
practical-people = Кому выдать сертификаты
practical-people-hint = Вставьте из таблицы, по одному человеку в строке, не больше { $most }: почта, логин или номер сертификата; имя рядом сверяется. Достаточно и имени с годом рождения, если такой человек один.
practical-file = Или файл
practical-file-hint = CSV или XLSX. Его строки появятся в поле выше, там их можно поправить.
practical-check = Проверить список
practical-check-hint = Пока ничего не выдаётся. На следующей странице будет видно, что станет с каждой строкой.
practical-course-hint = Курс, навыки которого отрабатывали.
practical-course-wrong = Выберите курс.
practical-held-wrong = Укажите день занятия; он не может быть в будущем.
practical-place-wrong = Напишите место: от 2 до 80 печатных знаков.
practical-trainer-wrong = Напишите имя тренера.
practical-number-wrong = Напишите номер сертификата тренера: от 2 до 40 знаков.
practical-until-wrong = Укажите последний день действия сертификата тренера.
practical-until-past = В день занятия этот сертификат уже не действовал. Такой тренер не может подтвердить навыки.
practical-number-stopped = По реестру этот сертификат отозван, приостановлен или заменён либо выдан позже занятия.
practical-number-other = В реестре этот номер выдан на другое имя, не тренера.
practical-until-other = В реестре у этого сертификата другой последний день. Проверьте номер и день.
practical-months-wrong = Напишите число месяцев от 1 до 120.
practical-months-past = Срок сертификатов уже истёк бы. Проверьте день занятия и месяцы.
practical-evidence-wrong = Назовите, чем подтверждается: от 2 до 300 знаков.
practical-people-none = Укажите хотя бы одного человека.
practical-people-many = Слишком много строк. Выдайте по частям.
practical-file-large = Файл слишком большой.
practical-file-wrong = Этот файл не читается как таблица. Сохраните его как CSV или XLSX или вставьте строки.
practical-preview-title = Всё верно?
practical-changed = Пока вы смотрели, что-то изменилось, поэтому ничего не выдано. Сейчас всё так.
practical-ready = { $count ->
    [one] Готов { $count } сертификат.
    [few] Готовы { $count } сертификата.
   *[other] Готово { $count } сертификатов.
 }
practical-wrong = { $count ->
    [0] Все строки в порядке.
    [one] { $count } строка — без сертификата: причина ниже.
    [few] { $count } строки — без сертификата: причины ниже.
   *[other] { $count } строк — без сертификата: причины ниже.
 }
practical-line = Строка
practical-typed = Как написано
practical-becomes = Что с ней станет
practical-gets = получит
practical-not = нет
practical-renews = Он заменит
practical-after-revoked = Прежний отозван и таким останется:
practical-no-theory = Сертификата о теории этого курса нет.
practical-no-email = Почты нет: напечатайте и отдайте.
practical-nobody = Никто не найден. Проверьте написание или сначала заведите учётную запись.
practical-several = Это имя носят несколько человек. Добавьте почту, номер сертификата или год рождения.
practical-other-name = Это человек с другим именем: { $name }
practical-unconfirmed = Этот адрес никто не подтвердил, поэтому он не говорит, чья это учётная запись. Попросите человека подтвердить почту или напишите вместо неё имя с годом рождения и проверьте, кто это.
practical-email-open = Почта этой учётной записи не подтверждена: проверьте, тот ли это человек, что был на занятии.
practical-twice = Тот же человек, что в строке { $line }
practical-has-one = Уже есть сертификат от этого дня или позже:
practical-suspended = Есть приостановленный. Сначала решите о нём:
practical-closed = Учётная запись закрыта.
practical-letter = В имени есть буква, которую нельзя напечатать: { $letter }
practical-issue = { $count ->
    [one] Выдать { $count } сертификат
    [few] Выдать { $count } сертификата
   *[other] Выдать { $count } сертификатов
 }
practical-issue-hint = Строки без сертификата пропускаются. У кого есть почта, тот получит документ письмом. Второй щелчок ничего больше не выдаст.
practical-edit = Назад к форме
practical-count = Сертификаты
practical-entered = Внесено: { $date }
flash-practical-issued = Сертификаты выданы, письма уже уходят.
audit-practical-issued = Выданы практические сертификаты
mail-practical-subject = Ваш практический сертификат: { $course }
mail-practical-text = Тренер подтвердил ваши практические навыки по курсу на очном занятии: { $course }. Сертификат — во вложении.
mail-practical-contact-subject = Практический сертификат ({ $name }): { $course }
mail-practical-contact-text = Тренер подтвердил практические навыки на очном занятии. Кто: { $name }. Курс: { $course }. Сертификат — во вложении.
mail-practical-limit = Он подтверждает навыки по состоянию на тот день. О теории есть отдельный сертификат.
mail-expiry-practical = Практические навыки подтверждают заново на занятии с тренером. Спросите в ресурсном центре, когда ближайшее.
