pictures-title = Картинки
pictures-lead = Фотографии и рисунки этого курса. Фотографии уменьшаются для телефонов, а сведения о том, где и чем они сняты, удаляются.
pictures-none = Картинок пока нет.
pictures-no-words = Нет описания
pictures-unused = Нигде не используется.
pictures-used = { $count ->
    [one] Используется в { $count } тексте
   *[other] Используется в { $count } текстах
}
pictures-measures = { $size } · { $kilobytes } КБ
pictures-emblem = Карточка курса на главной странице
pictures-where = Где используется
pictures-new = Добавить картинку
pictures-new-in-lesson = Картинка встанет туда, где вы пишете. Файл можно и просто перетащить в текст. Все картинки:
pictures-file = Фотография или рисунок
pictures-file-other = Другой файл вместо этого (необязательно)
pictures-file-hint = JPEG, PNG, WebP или SVG, не больше 12 МБ.
pictures-words = Что на картинке
pictures-words-hint = Для тех, кто её не видит: одно предложение на каждом языке. Оно попадёт в текст вместе с картинкой.
pictures-words-missing = Напишите, что на картинке.
pictures-words-long = Одна строка, не больше 300 знаков.
pictures-key-hint = Стоит в тексте и потом не меняется: буквы a–z, цифры, дефисы. Если оставить пустым, возьмём из имени файла.
pictures-key-taken = Такая картинка уже есть. Выберите другой ключ.
pictures-upload = Добавить
pictures-missing = Выберите файл.
pictures-too-large = Файл больше 12 МБ.
pictures-too-fine = В картинке слишком много точек или мелких деталей. Уменьшите её.
pictures-unreadable = Это не JPEG, PNG, WebP или SVG, либо файл повреждён.
pictures-drawing-wrong = В этом SVG есть недопустимое: текст, скрипт, ссылка или вложенная картинка; либо нет viewBox, либо он больше 60 КБ.
pictures-delete = Удалить картинку
pictures-delete-what = Она нигде не используется. Её можно вернуть из истории.
pictures-delete-used = Картинку, которая используется, удалить нельзя. Сначала уберите её из этих текстов.
pictures-mark = В тексте она пишется так:
flash-picture-added = Картинка добавлена. Вставьте её в текст кнопкой «Картинка» над текстом.
