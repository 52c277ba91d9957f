exports-title = Файлы для вас
exports-lead = Файлы, которые вы запросили за последние 24 часа. Другим они не видны.
exports-none = Вы ещё не запрашивали файлов.
exports-percent = Готово { $percent } %
exports-ready = готов
exports-not-made = не создан
exports-runs-lead = Страницу можно закрыть: работа продолжится и после перезапуска сервера.
exports-rows = { $count ->
    [one] { $count } строка
    [few] { $count } строки
   *[other] { $count } строк
}
exports-download = Скачать
exports-size = { $size } МБ
exports-until = Файл будет удалён { $until }. В журнале отмечено, что он создан.
exports-stopped = Работа остановилась.
exports-disk-full = Диск сервера полон, поэтому файл не записан. Сообщите администратору.
exports-failed = Файл создать не удалось.
exports-gone = Файла больше нет.
exports-nothing-half = Неполный файл скачать нельзя.
exports-again = Создать снова
exports-replaced-by = Чем заменён
exports-renewed-by = Чем продлён
exports-audit-register = Реестр сертификатов выгружен
flash-export-many = Для файла Excel слишком много строк. Уточните список или выберите CSV.
flash-export-names = Так называются больше 100 человек, организаций, групп или мест: в файле только первые 100 каждого вида. Чтобы найти остальных, напишите больше букв названия или имени.
jobs-export = Создать запрошенный файл
