asked-link = Сұрақтарым мен жауаптар
asked-new = жаңа
asked-new-count = { $count ->
   *[other] Жаттықтырушы жауап берді. Жаңа жауап: { $count }.
}
asked-new-look = Оқу
