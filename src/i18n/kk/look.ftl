look-log-exported = Журнал жүктеп алынды
look-column-id = нөмірі
look-minors = Кәмелетке толмағандарды қарау ғана
look-download = Кесте түрінде жүктеу (CSV)
look-people = Адамдар тізімі қаралды
look-register = Тізілім беті қаралды
look-session = Практикалық сабақтың сертификаттары қаралды
