# Пункты, сообщения и отчёт стороны.

web-fault-status = Выберите статус.
web-fault-day = Укажите дату, например 2026-01-15.
web-fault-day-to-come = Этот день ещё не наступил.
web-fault-done-on-missing = Укажите, в какой день выполнено.
web-fault-done-on-late = День выполнения не может быть позже дня, о котором вы сообщаете.
web-fault-done-on-extra = День выполнения указывается только для выполненного. Оставьте это поле пустым.
web-fault-narrative = Опишите одной фразой, что произошло.
web-fault-too-long = Слишком длинно.
web-fault-characters = Здесь есть символ, который нельзя сохранить.
web-fault-reason = Обязательство было закрыто. Укажите, почему о нём снова идёт речь.
web-fault-withdraws-what = Выберите сообщение, которое отзывается.
web-fault-corrects = Выберите своё сообщение по этому обязательству.
web-fault-url = Укажите адрес, например https://example.org/page.
web-fault-title = Укажите название страницы.
web-fault-lang = Укажите язык, например zh, en или ru.
web-fault-form = Форма устарела. Проверьте её и отправьте ещё раз.

# --- Пункт

web-item-missing = Пункта { $what } нет
web-item-missing-advice = Возможно, код набран с ошибкой.
web-item-missing-then = На эту дату пункта с таким кодом не было, или код набран с ошибкой.
web-item-deleted = Такой пункт был, но его удалили. Его история сохранена и доступна через API.
web-item-near = Может быть, вы искали один из этих?
web-item-find = Найдите по словам заголовка или текста
web-item-then = Так обстояло дело по состоянию на { $what }
web-item-place = раздел { $section } «{ $title }», абзац { $paragraph }
web-item-place-untitled = раздел { $section }, абзац { $paragraph }
web-item-conflicts = { $n ->
    [one] Есть { $n } неразрешённый конфликт между правками этого пункта; его нужно разрешить.
    [few] Есть { $n } неразрешённых конфликта между правками этого пункта; их нужно разрешить.
   *[many] Есть { $n } неразрешённых конфликтов между правками этого пункта; их нужно разрешить.
}
web-item-conflict = Правки: { $theirs } и { $yours }
web-item-text = В тексте
web-item-no-text = Текста этого абзаца в реестре нет.
web-item-no-quote = Этот пункт не цитирует слов абзаца.
web-item-original = цитируемый текст
web-item-translation = рабочий перевод
web-item-owed = Кто за что отвечает
web-item-owed-none = За это никто не отвечает: пункт приведён для контекста.
web-item-party = Сторона
web-item-role = Роль
web-item-occurrence = Раз
web-item-status = Статус
web-item-in-time = Соблюдение срока
web-item-on-word = По чьим словам
web-item-word = { $basis }: { $author }, по состоянию на { $day }
web-item-nobody = Пока никто ничего не сообщал.
web-item-follows = следует за: { $what },
web-item-days-overdue = { $n ->
    [one] просрочено на { $n } день
    [few] просрочено на { $n } дня
   *[many] просрочено на { $n } дней
}
web-item-as-of = по состоянию на { $what }
web-item-done-on = выполнено { $what }
web-item-due-on = срок { $what }
web-item-update = Внести
web-item-declared = Заявлено стороной
web-item-assessed = Оценено
web-item-assessed-counts = Сведения расходятся. Учитывается оценка.
web-item-contested = Противоречиво.
web-item-contested-about = Сообщения об одном и том же дне противоречат друг другу; пока учитывается менее продвинутое.
web-item-reassess = Нужна новая оценка.
web-item-reassess-about = Сторона с тех пор сообщила другое; пока эксперт не оценит снова, учитывается прежняя оценка.
web-item-history = История
web-item-no-history = О более ранних действиях ничего не известно.
web-item-latest = К последним записям
web-item-older = Более ранние
web-item-withdrawn = отозвано
web-item-later = о более позднем дне, здесь не учитывается
web-item-corrected = позже исправлено
web-item-corrects = исправляет более раннее
web-item-withdraws = отзывает более раннее
web-item-reason = Причина:
web-item-version = версия { $n }
web-item-nothing = нет
web-item-facts = Об этом пункте
web-item-deadline = Срок
web-item-undated = без срока
web-item-strength = Обязательность
web-item-kind = Вид
web-item-group = Как названы в тексте
web-item-sdgs = Цели устойчивого развития
web-item-topics = Темы
web-item-note = Примечание
web-item-no-deadline = Почему без срока
web-item-milestones = Промежуточные этапы
web-item-related = Связанные пункты
web-item-refs = Что в нём названо
web-item-also = Где ещё это названо
web-item-depends-on = зависит от
web-item-follows-up = продолжает
web-item-repeats = повторяет
web-item-part-of = входит в
web-item-copy-command = Скопировать команду
web-item-copied = Команда скопирована.
web-item-part-quote = Цитата
web-item-part-verb = Глагол
web-item-part-title = Заголовок
web-item-part-opens = Начало
web-item-part-due = Срок
web-item-part-urgency = Срочность
web-item-part-recurrence = Повторение
web-item-part-resolution = Решение

# --- Когда наступает срок

web-item-asap = как можно скорее
web-item-about = примерно: { $what }
web-item-until = до { $what }
web-item-in-year = { $year } год
web-item-in-years = { $from }–{ $year } годы
web-item-in-month = { $month ->
    [1] январь
    [2] февраль
    [3] март
    [4] апрель
    [5] май
    [6] июнь
    [7] июль
    [8] август
    [9] сентябрь
    [10] октябрь
    [11] ноябрь
   *[12] декабрь
}{"\u00A0"}{ $year } г.
web-item-from-to = с { $from } по { $to }
web-item-every-years = { $n ->
    [one] каждый { $n } год
    [few] каждые { $n } года
   *[many] каждые { $n } лет
}
web-item-every-months = { $n ->
    [one] каждый { $n } месяц
    [few] каждые { $n } месяца
   *[many] каждые { $n } месяцев
}

# --- Форма сообщения

web-update-heading = Внести сведения
web-update-last = Что учитывается сейчас
web-update-draft = Вы начали здесь сообщение и не отправили его.
web-update-draft-restore = Продолжить
web-update-draft-discard = Удалить черновик
web-update-faults = { $n ->
    [one] Нужно исправить { $n } поле. Ничего не внесено.
    [few] Нужно исправить { $n } поля. Ничего не внесено.
   *[many] Нужно исправить { $n } полей. Ничего не внесено.
}
web-update-second = Из этой формы уже внесено сообщение с другим содержанием. Чтобы внести и это, отправьте форму ещё раз.
web-update-meanwhile = Тем временем внесено другое сообщение.
web-update-meanwhile-advice = Ваше ещё не внесено; всё набранное сохранено ниже. Прочитайте, что сообщено, измените, что нужно, и отправьте снова.
web-update-status = Статус
web-update-withdraw = отозвать сообщение
web-update-as-of = По состоянию на
web-update-done-on = Выполнено
web-update-done-on-hint = Указывается только для выполненного.
web-update-narrative = Что произошло
web-update-reason = Обязательство было закрыто. Почему о нём снова идёт речь?
web-update-evidence = Подтверждения
web-update-evidence-hint = ссылки, которые могут проверить другие
web-update-url = Адрес
web-update-title = Название
web-update-lang = Язык
web-update-published = Опубликовано
web-update-remove = Убрать
web-update-add = Добавить ссылку
web-update-more = Ещё строки
web-update-corrects = Исправить моё прежнее сообщение
web-update-corrects-which = Сообщение, которое заменяется или отзывается
web-update-corrects-none = никакое
web-update-file = Внести сведения
web-update-skip = Пропустить
web-update-cancel = Отменить
web-update-keys = Цифры 1–9 выбирают статус, Ctrl+Enter отправляет.

# --- Мой отчёт

web-return-about = Отчёт — это то, о чём стороне нужно сообщить: просроченное и близкое по сроку, то, о чём ещё нет сведений, и то, где эксперт утверждает иное. Аналитики стороны проходят его пункт за пунктом. Вы не представляете ни одну сторону, но можете читать любой отчёт.
web-return-choose = Сторона
web-return-read = Читать
web-return-progress = Сообщено о { $reported } из { $total }
web-return-begin = Начать с первого
web-return-waiting = { $n ->
    [one] Ждёт { $n } обязательство.
    [few] Ждут { $n } обязательства.
   *[many] Ждут { $n } обязательств.
}
web-return-waiting-more = Ждут более { $n } обязательств.
web-return-keys = j и k — от строки к строке, u открывает форму; после отправки открывается следующая.
web-return-owes-nothing = Здесь нечего выполнять.
web-return-done = Ничего не ждёт: обо всём сообщено, просроченного и близкого по сроку нет, сведения не расходятся.
web-return-overdue = Просрочено
web-return-due = Срок в ближайшие 90 дней
web-return-differing = Где сведения расходятся
web-return-unreported = Ещё нет сведений
web-return-contested = противоречиво
web-return-reassess = нужна новая оценка
web-return-rest = Показать все в списке обязательств
