look-log-exported = Журнал выгружен
look-column-id = номер
look-minors = Только просмотры несовершеннолетних
look-download = Скачать таблицей (CSV)
look-download-most = Последние строки: { $count }; уточните дни, чтобы их стало меньше.
look-people = Просмотрен список людей
look-register = Просмотрена страница реестра
look-session = Просмотрены сертификаты занятия
