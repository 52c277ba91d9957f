results-edit = Править
results-lure-most = { $lang ->
    [kk] На казахском большинство выбирает
    [ru] На русском большинство выбирает
   *[en] На английском большинство выбирает
}: { $option } ({ $times } из { $answers } ответов; на других языках { $elsewhere } из { $others })
results-lure-many = { $lang ->
    [kk] На казахском часто выбирают
    [ru] На русском часто выбирают
   *[en] На английском часто выбирают
}: { $option } ({ $times } из { $answers } ответов; на других языках { $elsewhere } из { $others })
results-since-question = После последнего исправления этого вопроса: { $date }
