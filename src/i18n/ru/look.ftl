look-log-exported = Журнал выгружен
look-column-id = номер
look-minors = Только просмотры несовершеннолетних
look-download = Скачать таблицей (CSV)
