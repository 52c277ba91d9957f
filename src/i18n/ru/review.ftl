nav-review = Проверка уроков
review-medical = Медицинская проверка
review-legal = Юридическая проверка
review-language = Языковая проверка ({ $language })
review-each-language = Языковая проверка на каждом языке курса
review-told = { $review }: { $date }.
review-told-by = { $review }: { $names }, { $date }.

review-title = Проверка уроков
review-lead = Подписью вы подтверждаете, что урок верен в том виде, в каком вы его прочитали. Если урок потом изменят, подпись перестанет действовать, и он снова будет ждать вас. Изменения в других уроках на неё не влияют.
review-nothing = Сейчас ни один урок не ждёт вашей подписи.
review-waiting = { $count ->
    [one] Не хватает { $count } подписи
   *[other] Не хватает { $count } подписей
}
review-none-waits = Всё подписано.
review-name-title = Ваше имя рядом с подписью
review-name-first = Прежде чем подписать: как вас увидят волонтёры?
review-name = Имя, которое видят волонтёры
review-name-hint = Например: А. Сейтқызы, врач скорой помощи. Оставьте пустым, если имя показывать не нужно: тогда видно только, что и когда проверено. Позже это можно изменить.
review-name-save = Сохранить имя
review-name-wrong = Одна строка, не больше 120 знаков.
review-named = Волонтёры видят вас так: { $name }.
review-named-nobody = Волонтёры не видят вашего имени.
review-name-change = Изменить

review-of-draft = Это текст, над которым работают тренеры. Волонтёры увидят вашу подпись, когда его опубликуют в этом виде.
review-of-published = Это текст, который волонтёры видят сейчас.
review-see-draft = Прочитать черновик
review-see-published = Прочитать опубликованный текст
review-state-signed = подписано
review-state-dropped = изменён после подписи
review-state-open = ещё не подписано
review-sign-module = { $count ->
    [one] { $review }: подписать { $count } урок
    [few] { $review }: подписать сразу { $count } урока
   *[other] { $review }: подписать сразу { $count } уроков
}
review-read = Эти уроки прочитаны, в них всё верно.
review-sign-all = Подписать все
review-facts = Числа в этом уроке и откуда они
review-sign-title = Подпись
review-sign = Подписать
review-withdraw = Отозвать мою подпись
review-signed-by = Подписано: { $name }, { $date }.
review-you = вы
review-somebody = другой проверяющий
review-dropped = Этот урок уже подписывали, но потом он изменился.
review-what = Подписью вы подтверждаете, что урок верен в том виде, в каком он здесь.
review-what-other = Вы подписываете урок на другом языке, не на том, что показан здесь. Сначала прочитайте его.

review-grants-of = Какие проверки подписывает этот человек
review-grants-title = Проверка уроков
review-grants-lead = Врач, юрист или редактор подписывает уроки названных здесь курсов. Роль для этого не нужна. Если забрать проверку, прежние подписи остаются в силе.
review-grants-none = Этот человек ничего не подписывает.
review-grants-new = Поручить проверку
review-course = Курс
review-kind = Что проверяет
review-kind-hint = Врач и юрист отвечают за урок на всех языках, редактор — за один язык.
review-grant = Поручить
review-grant-withdraw = Забрать
review-grant-unknown = Выберите курс и проверку.

review-before = До публикации каждый урок должен быть подписан
review-before-hint = Без этих подписей курс здесь не опубликовать. Проверку поручает центр на странице человека.
review-missing = Не подписано: { $review }. Может подписать: { $names }.
review-nobody-yet = пока никто, центр должен назначить проверяющего

flash-review-granted = Теперь этот человек может подписывать.
flash-review-withdrawn = Этот человек больше не может это подписывать.
flash-review-name = Имя сохранено.
flash-review-name-first = Пока ничего не подписано: сначала укажите, как вас увидят волонтёры.
flash-review-signed = Подписано. Спасибо.
flash-review-changed = Ничего не подписано: текст изменился, пока он был у вас открыт. Прочитайте его ещё раз.
flash-review-unread = Ничего не подписано: отметьте, что уроки прочитаны.
flash-signature-withdrawn = Ваша подпись отозвана.

audit-review-granted = поручена проверка
audit-review-withdrawn = проверка забрана
audit-lessons-signed = уроки подписаны
audit-signature-withdrawn = подпись отозвана
