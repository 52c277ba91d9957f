pictures-title = Pictures
pictures-lead = Photos and drawings of this course. Photos are made smaller for phones, and where and with what they were taken is removed.
pictures-none = There is no picture yet.
pictures-no-words = No words
pictures-unused = Not used anywhere.
pictures-used = { $count ->
    [one] Used in { $count } text
   *[other] Used in { $count } texts
}
pictures-measures = { $size } · { $kilobytes } KB
pictures-emblem = The course's card on the front page
pictures-where = Where it is used
pictures-new = Add a picture
pictures-new-in-lesson = The picture is put where you write. You can also drop a file into the text. All pictures:
pictures-file = Photo or drawing
pictures-file-other = Another file in its place (optional)
pictures-file-hint = JPEG, PNG, WebP or SVG, at most 12 MB.
pictures-words = What the picture shows
pictures-words-hint = For those who cannot see it: one sentence in each language. It goes into the text with the picture.
pictures-words-missing = Say what the picture shows.
pictures-words-long = Use one line of at most 300 characters.
pictures-key-hint = Used in the text, and does not change later: letters a–z, numbers, hyphens. Left empty, it comes from the name of the file.
pictures-key-taken = There is such a picture. Choose another key.
pictures-upload = Add
pictures-missing = Choose a file.
pictures-too-large = The file is larger than 12 MB.
pictures-too-fine = The picture has too many pixels, or is too fine. Make it smaller.
pictures-unreadable = This is no JPEG, PNG, WebP or SVG, or it is damaged.
pictures-drawing-wrong = This SVG holds something that is not allowed: text, script, a link or a picture; or it has no viewBox, or more than 60 KB.
pictures-delete = Delete picture
pictures-delete-what = Nothing uses it. It can be brought back from the history.
pictures-delete-used = A picture that is used cannot be deleted. Take it out of these texts first.
pictures-mark = In a text it is written so:
flash-picture-added = The picture is there. Put it into a text with “Picture” above the text.
