look-log-exported = Журнал выгружен
look-column-id = номер
look-minors = Только просмотры несовершеннолетних
look-download = Скачать таблицей (CSV)
look-people = Просмотрен список людей
look-register = Просмотрена страница реестра
look-session = Просмотрены сертификаты занятия
