exports-title = Files made for you
exports-lead = Files that you asked for in the last 24 hours. Nobody else sees them.
exports-none = You have not asked for a file yet.
exports-percent = { $percent } % is ready
exports-ready = ready
exports-not-made = not made
exports-runs-lead = You can close this page: the work goes on, also after the server was started again.
exports-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
exports-download = Download
exports-size = { $size } MB
exports-until = The file is deleted on { $until }. That it was made is noted in the log.
exports-stopped = The work has stopped.
exports-disk-full = The disk of the server is full, so the file could not be written. Tell the administrator.
exports-failed = The file could not be made.
exports-gone = The file is not there any more.
exports-nothing-half = Nothing is offered that is not whole.
exports-again = Make it again
exports-replaced-by = Replaced by
exports-renewed-by = Renewed by
exports-audit-register = Register of certificates taken as a file
flash-export-many = There are too many rows for an Excel file. Narrow the list, or choose CSV.
flash-export-names = More than 100 people, organisations, groups or places are called so: of each kind the file has the first 100 alone. For all of one, type more of the name.
jobs-export = Make a file that was asked for
