centre-title = Ресурсный центр
centre-attention = Требует внимания
centre-attention-none = Пока ничего: сертификаты и письма уходят сами.
centre-failed-what = Почтовый сервер отказал, или попытки закончились. Посмотрите причину, исправьте адрес и отправьте ещё раз.
centre-failed-look = Посмотреть неотправленные письма
centre-held-what = Эти люди ещё не подтвердили адрес электронной почты. Письма уйдут после подтверждения; неверный адрес можно исправить.
centre-held-look = Посмотреть ожидающие письма
centre-mails-failed = { $count ->
    [one] { $count } неотправленное письмо.
    [few] { $count } неотправленных письма.
   *[many] { $count } неотправленных писем.
}
centre-mails-held = { $count ->
    [one] { $count } письмо ждёт подтверждения адреса.
    [few] { $count } письма ждут подтверждения адреса.
   *[many] { $count } писем ждут подтверждения адреса.
}
centre-issued-lately = { $count ->
    [one] За последние 7 дней выдан { $count } сертификат
    [few] За последние 7 дней выдано { $count } сертификата
   *[many] За последние 7 дней выдано { $count } сертификатов
}
centre-search = Найти
centre-state = Статус
centre-register-title = Реестр сертификатов
centre-register-search = Номер или имя
centre-register-search-hint = Номер в любом написании или часть имени. Можно писать К вместо Қ.
centre-all-courses = Все курсы
centre-register-count = { $count ->
    [one] { $count } сертификат
    [few] { $count } сертификата
   *[many] { $count } сертификатов
}
centre-register-empty = Пока не выдано ни одного сертификата. Первый появится здесь, когда волонтёр завершит курс.
centre-register-none = Сертификат на такое имя не найден. Напишите короче или иначе.
centre-register-mistyped = Это не номер сертификата: одна буква или цифра неверна или пропущена. Сравните номер с сертификатом или ищите по имени.
centre-register-all = Показать все сертификаты
centre-account-erased = учётная запись удалена
centre-edition = Версия курса
centre-document-language = Язык документа
centre-not-current = Вместо этого сертификата выдан другой. Этот остаётся в реестре.
centre-history = История
centre-when = Когда
centre-what = Что
centre-who = Кто
centre-why = Почему
centre-event-issued = Выдан
centre-event-revoked = Отозван
centre-event-reinstated = Восстановлен
centre-event-renewed = Продлён другим сертификатом
centre-event-questioned = Тест для него засчитан по неверному ключу; сертификат остаётся действительным
centre-actor-shell = администратор на сервере
centre-actor-system = сама платформа
centre-revoke-title = Отозвать этот сертификат
centre-revoke-what = С этого момента каждый, кто его проверит, увидит, что он отозван и когда. Запись и номер остаются в реестре.
centre-revoke-undo = Это можно отменить здесь в любое время кнопкой «Восстановить». В истории останется и то и другое.
centre-revoke-button = Отозвать
centre-reinstate-title = Восстановить этот сертификат
centre-reinstate-what = Отзыв отменяется: каждый, кто проверит сертификат, увидит, что он действителен или что его срок истёк.
centre-reinstate-undo = Сертификат можно снова отозвать здесь в любое время. В истории останется и то и другое.
centre-reinstate-superseded = Восстановить его нельзя, вместо него действует другой сертификат:
centre-reinstate-button = Восстановить
centre-told = Письмо с причиной уйдёт сразу. Кому: { $name }, { $email }.
centre-told-held = Адрес ещё не подтверждён: { $email }. Письмо с причиной уйдёт только после подтверждения, поэтому сообщите человеку сами: { $name }.
centre-told-no-email = У этого человека нет электронной почты, сообщите ему сами: { $name }.
centre-told-erased = Учётная запись владельца удалена, поэтому сообщать некому.
centre-reason = Причина
centre-reason-hint = От 5 до 500 знаков. Причина останется в истории, владелец прочтёт её в письме; посторонние её не увидят.
centre-reason-wrong = Укажите причину: от 5 до 500 знаков.
centre-outbox-title = Исходящие письма
centre-outbox-tabs = Письма по статусу
centre-outbox-all = Все
centre-outbox-empty = Писем пока нет. Здесь появится всё, что отправляет платформа.
centre-outbox-empty-queued = Нет писем, ждущих отправки.
centre-outbox-empty-held = Нет писем, ждущих подтверждения адреса.
centre-outbox-empty-sent = Пока не отправлено ни одного письма.
centre-outbox-empty-failed = Неотправленных писем нет. Делать здесь нечего.
centre-mail-queued = в очереди
centre-mail-held = ждёт подтверждения
centre-mail-sent = отправлено
centre-mail-failed = не отправлено
centre-mail-what = Письмо
centre-mail-to = Кому
centre-mail-times = Время
centre-mail-tries = Попытки
centre-mail-created = Написано: { $at }
centre-mail-sent-at = Отправлено: { $at }
centre-mail-next = Следующая попытка: { $at }
centre-kind-confirm-address = Подтверждение адреса
centre-kind-reset-password = Новый пароль
centre-kind-already-registered = Учётная запись уже есть
centre-kind-certificate = Сертификат
centre-kind-certificate-revoked = Сертификат отозван
centre-kind-certificate-reinstated = Сертификат восстановлен
centre-obstacle-unreachable = Почтовый сервер недоступен.
centre-obstacle-later = Почтовый сервер просит повторить отправку позже.
centre-obstacle-recipient = Почтовый сервер не принял адрес. Исправьте его на странице человека.
centre-obstacle-content = Почтовый сервер не принял письмо.
centre-obstacle-settings = Почтовый сервер не принял эту платформу. Администратору нужно проверить настройки.
centre-obstacle-letters = Почтовый сервер не принимает буквы этого адреса.
centre-obstacle-unmade = Письмо не удалось создать. Причину администратор найдёт в журнале.
centre-resend = Отправить ещё раз
centre-resend-label = Отправить ещё раз: { $address }
centre-people-title = Люди
centre-people-search = Имя, почта или логин
centre-people-search-hint = Достаточно начала слов в любом порядке: «айг сейт». Можно писать К вместо Қ.
centre-people-count = { $count ->
    [one] { $count } человек
    [few] { $count } человека
   *[many] { $count } человек
}
centre-people-none = Никого не нашлось. Напишите имя короче или иначе.
centre-people-all = Показать всех
centre-sign-in-name = Логин
centre-since = Учётная запись создана
centre-access = Учётная запись
centre-access-open = открыта
centre-access-closed = закрыта
centre-certificates = Сертификаты
centre-certificates-none = Пока нет.
centre-email-none = нет
centre-email-unconfirmed = не подтверждена
centre-email-confirmed = подтверждена: { $date }
centre-email-title = Исправить электронную почту
centre-email-hint = На новый адрес уйдёт письмо для подтверждения. До этого сертификаты и другие письма ждут.
centre-email-button = Исправить
centre-email-taken = Этот адрес уже есть у другой учётной записи.
centre-roles-title = Роли
centre-roles-lead = Волонтёр здесь каждый. Каждая выданная или снятая роль записывается с вашим именем.
centre-role-volunteer = Волонтёр
centre-role-trainer = Тренер
centre-role-centre = Сотрудник центра
centre-role-administrator = Администратор
centre-role-held = Да
centre-role-not-held = Нет
centre-role-grant = Выдать роль: { $role }
centre-role-withdraw = Снять роль: { $role }
centre-last-administrator = Это единственный администратор. Сначала назначьте администратором кого-то ещё.
centre-out-of-reach = У этого человека есть роль, которую вы не можете выдать. Такую учётную запись меняет только администратор.
centre-access-title = Доступ
centre-disable-title = Закрыть эту учётную запись
centre-disable-what = { $name }: вход сразу закроется на всех устройствах, войти больше не получится. Сертификаты останутся действительными, прогресс сохранится.
centre-disable-undo = Учётную запись можно снова открыть здесь в любое время.
centre-disable-button = Закрыть учётную запись
centre-enable-what = В эту учётную запись никто не может войти. Сертификаты и прогресс сохранены.
centre-enable-button = Снова открыть учётную запись
flash-mail-held = Адрес ещё не подтверждён. Письмо уйдёт, как только его подтвердят.
flash-mail-nobodys = Письмо не отправлено: оно написано для адреса, на который сертификаты больше не приходят.
flash-already-so = Так уже и было. Ничего не изменено.
mail-revoked-subject = Ваш сертификат отозван: { $course }
mail-revoked-text = Ресурсный центр отозвал ваш сертификат { $number } ({ $course }). Теперь каждый, кто его проверит, увидит, что он отозван.
mail-change-reason = Причина: { $reason }
mail-revoked-appeal = Если вы считаете, что это ошибка, напишите в ресурсный центр. Человек всё проверит, и отзыв можно отменить.
mail-reinstated-subject = Ваш сертификат восстановлен: { $course }
mail-reinstated-text = Ресурсный центр отменил отзыв вашего сертификата { $number } ({ $course }).
mail-reinstated-keep = Выданный документ остаётся прежним, новый не нужен.
mail-change-action = Посмотреть, что видят другие
centre-year-title = Исправить год рождения
centre-year-hint = Только если он записан с ошибкой. Правила для несовершеннолетних начинают действовать сразу.
centre-year-button = Сохранить год
flash-birth-year-saved = Год рождения сохранён.
audit-year-corrected = Исправлен год рождения
mail-revoked-contact-subject = Сертификат отозван: { $name }, { $course }
mail-revoked-contact-text = Ресурсный центр отозвал сертификат { $number } ({ $course }), владелец: { $name }. Теперь каждый, кто его проверит, увидит, что он отозван.
mail-reinstated-contact-subject = Сертификат восстановлен: { $name }, { $course }
mail-reinstated-contact-text = Ресурсный центр отменил отзыв сертификата { $number } ({ $course }), владелец: { $name }.
