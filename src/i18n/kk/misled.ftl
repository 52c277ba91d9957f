results-edit = Түзету
results-lure-most = { $lang ->
    [kk] Қазақ тілінде көбі мынаны таңдайды
    [ru] Орыс тілінде көбі мынаны таңдайды
   *[en] Ағылшын тілінде көбі мынаны таңдайды
}: { $option } ({ $answers } жауап ішінде { $times }; басқа тілдерде { $others } жауап ішінде { $elsewhere })
results-lure-many = { $lang ->
    [kk] Қазақ тілінде жиі таңдалады
    [ru] Орыс тілінде жиі таңдалады
   *[en] Ағылшын тілінде жиі таңдалады
}: { $option } ({ $answers } жауап ішінде { $times }; басқа тілдерде { $others } жауап ішінде { $elsewhere })
results-since-question = Осы сұрақ соңғы рет түзетілгеннен кейін: { $date }
