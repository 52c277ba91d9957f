results-edit = Edit
results-lure-most = { $lang ->
    [kk] Most in Kazakh choose
    [ru] Most in Russian choose
   *[en] Most in English choose
}: { $option } ({ $times } of { $answers } answers; in the other languages { $elsewhere } of { $others })
results-lure-many = { $lang ->
    [kk] In Kazakh often chosen
    [ru] In Russian often chosen
   *[en] In English often chosen
}: { $option } ({ $times } of { $answers } answers; in the other languages { $elsewhere } of { $others })
results-since-question = Since this question was last corrected: { $date }
