asked-link = Мои вопросы и ответы
asked-new = новый
asked-new-count = { $count ->
    [one] Тренер ответил вам: { $count } новый ответ.
    [few] Тренер ответил вам: { $count } новых ответа.
   *[many] Тренер ответил вам: { $count } новых ответов.
}
asked-new-look = Прочитать
