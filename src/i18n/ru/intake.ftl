intake-title = Люди списком
intake-lead = Загрузите таблицу или вставьте список. Сначала вы увидите, что получится; до подтверждения ничего не делается. У кого в списке есть электронная почта, тот получит приглашение письмом, остальным печатаются карточки.
intake-unread = Список не прочитан
intake-empty = В списке никого нет. Выберите файл или вставьте строки.
intake-long = В списке слишком много людей: за один раз не больше { $most }. Разделите его.
intake-file = Файл Excel (XLSX) или CSV
intake-file-hint = Читается первый лист. Формулы не выполняются.
intake-paste = Или вставьте список
intake-paste-hint = Скопируйте ячейки из таблицы вместе со строкой названий. Или так: имя и год рождения в каждой строке.
intake-district = Район, если в строке его нет
intake-district-hint = Тем, у кого в списке район не указан, запишется этот.
intake-organisation = Организация волонтёров
intake-no-organisation = ни в какую
intake-look = Посмотреть, что получится
intake-columns = Какие столбцы понимает программа
intake-columns-lead = Первая строка — названия столбцов, на любом из трёх языков. Порядок любой, лишние столбцы не мешают.
intake-column-name = ФИО; или отдельно Фамилия, Имя, Отчество
intake-column-year = Год рождения или Дата рождения (из даты берётся только год)
intake-column-email = Почта — если есть
intake-column-place = Район и Населённый пункт — если отличаются
intake-column-language = Язык: қазақша, русский или English — если отличается
intake-before = Ваши последние списки
intake-pasted = Вставленный список
intake-state-waits = ждёт подтверждения
intake-state-runs = учётные записи создаются
intake-state-done = готово
intake-ready = { $count ->
    [one] Готов { $count } человек
    [few] Готовы { $count } человека
   *[other] Готовы { $count } человек
}
intake-ready-mail = Приглашение письмом: { $count }
intake-ready-card = Карточка для входа: { $count }
intake-doubtful = Под вопросом: { $count }
intake-wrong = С ошибками: { $count }
intake-nothing-done = Пока ничего не сделано.
intake-wrong-title = Строки с ошибками
intake-wrong-lead = Их учётные записи созданы не будут. Исправьте их в файле и загрузите отдельно.
intake-doubtful-title = Строки под вопросом
intake-doubtful-lead = Похоже, у этих людей уже есть учётная запись или они стоят в списке дважды. Отметьте, кого всё же создать.
intake-confirm = Создать учётные записи
intake-cancel = Отменить и удалить список
intake-ready-list = Показать готовых ({ $count })
intake-line = Строка
intake-taken = У этого адреса уже есть учётная запись
intake-gets-mail = приглашение письмом
intake-gets-card = карточка для входа
intake-row-email = Это не адрес электронной почты
intake-row-email-twice = Этот адрес уже стоит в строке выше
intake-row-district = Такого района нет
intake-row-language = Такого языка здесь нет
intake-row-column = { $column } — { $what }
intake-running = Создано { $done } из { $all }
intake-running-lead = Страницу можно закрыть: работа продолжится и после перезапуска сервера.
intake-look-again = Обновить
intake-made = { $count ->
    [one] Создана { $count } учётная запись
    [few] Созданы { $count } учётные записи
   *[other] Создано { $count } учётных записей
}
intake-made-taken = Не создано, потому что адрес тем временем заняли: { $count }
intake-cards = Карточки для входа
intake-cards-lead = У этих людей нет почты. Пароль карточки показывается один раз: сразу печатайте. Повторная печать делает новые пароли, старые карточки перестают действовать. У кого уже свой пароль, тот остаётся с ним.
intake-cards-button = Сделать карточки { $from }–{ $to }
intake-made-title = Кто создан
intake-way = Как войдёт
intake-left = Не созданы
flash-intake-cancelled = Список удалён, ничего не сделано.
flash-intake-nobody = Некого создавать: исправьте файл или отметьте кого-нибудь.
intake-audit = Люди созданы списком
intake-audit-accepted = Приглашение принято
intake-mail-kind = Приглашение
intake-mail-subject = Для вас создана учётная запись
intake-mail-why = Молодёжный ресурсный центр записал вас на обучение волонтёров. Нажмите кнопку, выберите пароль — и можно начинать. Кнопка действует 30 дней.
intake-mail-not-you = Если вы об этом не просили, ничего не делайте: без вашего пароля учётной записью никто не воспользуется.
intake-mail-action = Выбрать пароль
welcome-title = Добро пожаловать
welcome-lead = Выберите пароль: с ним и с адресом { $email } вы будете входить.
welcome-button = Сохранить и начать
welcome-gone = Приглашение уже использовано или устарело. Войдите с паролем или запросите новый.
