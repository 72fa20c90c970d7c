# The lists, and updates of many at once.

web-field-status = Статус
web-field-as-of = По состоянию на день
web-field-done-on = Дата выполнения
web-field-done-on-hint = если выполнено
web-field-narrative = Что произошло
web-field-reason = Почему вопрос поднят снова
web-field-reason-hint = если он был закрыт: выполнено, прекращено или заменено
web-field-evidence = Подтверждения
web-field-url = Адрес
web-field-title = Название
web-field-lang = Язык
web-field-published = Дата публикации
web-field-add-link = Добавить ссылку


web-list-words = Слова
web-list-words-hint = Слова из названия или цитаты
web-list-search = Найти
web-list-filters = Фильтры
web-list-apply = Применить
web-list-declaration = Декларация
web-list-party = Сторона
web-list-parties = Исполнители
web-list-role = Роль
web-list-status = Статус
web-list-rollup = Статус договорённости
web-list-timeliness = Соблюдение срока
web-list-section = Раздел
web-list-strength = Обязательность
web-list-kind = Вид
web-list-topics = Темы
web-list-conflicts = Открытые конфликты
web-list-version = Версия
web-list-due = Срок
web-list-due-after = Срок после
web-list-due-before = Срок до
web-list-declared = Заявлено
web-list-assessed = Оценено
web-list-reported = По состоянию на
web-list-done-on = Выполнено
web-list-changed = Внесено
web-list-commitment = Договорённость
web-list-tracked = Учёт
web-list-tracked-only = Подлежащее исполнению
web-list-untracked-only = Позиции и констатации
web-list-tracked-all = Всё
web-list-known-at = По сведениям на
web-list-columns = Столбцы
web-list-order = Порядок
web-list-by-code = Как в тексте
web-list-by-due = Сначала ранние сроки
web-list-by-due-last = Сначала поздние сроки
web-list-by-changed = Сначала недавно внесённые
web-list-chosen-filters = Включённые фильтры
web-list-take-away = убрать
web-list-clear = Сбросить все фильтры
web-list-count-all = { $n ->
    [one] Всего { $n } строка
    [few] Всего { $n } строки
   *[other] Всего { $n } строк
}
web-list-count-first = { $n ->
    [one] Первая { $n } строка, далее есть ещё
    [few] Первые { $n } строки, далее есть ещё
   *[other] Первые { $n } строк, далее есть ещё
}
web-list-count-more = { $n ->
    [one] Следующая { $n } строка, далее есть ещё
    [few] Следующие { $n } строки, далее есть ещё
   *[other] Следующие { $n } строк, далее есть ещё
}
web-list-count-last = { $n ->
    [one] Последняя { $n } строка
    [few] Последние { $n } строки
   *[other] Последние { $n } строк
}
web-list-none = Ничего не найдено.
web-list-first = Первая страница
web-list-next = Следующая страница
web-list-paging = Страницы списка
web-list-asap = как можно скорее
web-list-overdue-by = { $n ->
    [one] просрочено на { $n } день
    [few] просрочено на { $n } дня
   *[other] просрочено на { $n } дней
}
web-list-since = С даты { $what }
web-list-since-count = { $n ->
    [0] ни одна из этих строк не изменилась
    [one] изменилась { $n } из этих строк
    [few] изменились { $n } из этих строк
   *[other] изменилось { $n } из этих строк
}
web-list-since-now = сейчас
web-list-became-overdue = стало просрочено
web-list-became-not-overdue = больше не просрочено
web-list-became-open = срок начался
web-list-follows = следует за стороной «{ $what }»:
web-list-contested = противоречиво
web-list-reassess = позже заявлено иное
web-list-export = Выгрузить CSV
web-list-export-hint = Весь список, а не только эта страница
web-list-copy = Копировать как
web-list-copy-url = Адрес
web-list-copy-command = Командная строка
web-list-copy-csv = CSV
web-list-copy-json = JSON
web-list-copy-short = Копировать
web-list-copy-it = Копировать: { $what }
web-list-copied = Скопировано: { $what }
web-list-choose-all = Выбрать все на этой странице
web-list-choose-hint = Выберите строки, чтобы внести сведения сразу по нескольким.
web-list-chosen = Выбрано:
web-list-update-chosen = Внести сведения по выбранным

web-bulk = Внести сведения по нескольким обязательствам
web-bulk-none = Не выбрано ни одной строки.
web-bulk-back = Назад к списку
web-bulk-cancel = Отмена
web-bulk-preview = Показать, что изменится
web-bulk-preview-again = Показать ещё раз
web-bulk-file = { $n ->
    [one] Внести { $n } сообщение
    [few] Внести { $n } сообщения
   *[other] Внести { $n } сообщений
}
web-bulk-chosen = { $n ->
    [one] Выбрано { $n } обязательство
    [few] Выбраны { $n } обязательства
   *[other] Выбрано { $n } обязательств
}
web-bulk-would-change = { $n ->
    [one] Будет внесено { $n } сообщение
    [few] Будут внесены { $n } сообщения
   *[other] Будет внесено { $n } сообщений
}
web-bulk-left-out = { $n ->
    [one] Пропущено { $n } обязательство
    [few] Пропущены { $n } обязательства
   *[other] Пропущено { $n } обязательств
}
web-bulk-before-after = Сейчас и после
web-bulk-becomes = станет
web-bulk-why = Причина
web-bulk-not-yours = Это обязательство другой стороны.
web-bulk-closed = Вопрос закрыт. Укажите, почему он поднят снова, и обязательство не будет пропущено.
web-bulk-gone = Этого обязательства больше нет.
web-bulk-used = Из этой формы уже внесено другое. Выберите строки заново.
web-bulk-no-answer = Реестр не ответил; здесь ничего не внесено. Повторите.
web-bulk-changed = После выбора кто-то внёс по нему сведения; так оно выглядит сейчас.
web-bulk-outranked = Сообщение сохранится, но в расчёт по-прежнему пойдёт другое.
web-bulk-contested = Это будет противоречить другому сообщению о том же дне.
web-bulk-faulty = Ничего не внесено. Некоторые поля нужно исправить.
web-bulk-look-again = Пока ничего не внесено: после просмотра форма изменилась. Вот что изменится теперь.
web-bulk-changed-meanwhile = Пока ничего не внесено: тем временем кто-то внёс сведения по некоторым из них. Просмотрите их ещё раз.
web-bulk-filed = { $n ->
    [0] Ничего не внесено
    [one] Внесено { $n } сообщение
    [few] Внесены { $n } сообщения
   *[other] Внесено { $n } сообщений
}
web-bulk-taken-back = { $n ->
    [0] Ничего не отозвано
    [one] Отозвано { $n } сообщение
    [few] Отозваны { $n } сообщения
   *[other] Отозвано { $n } сообщений
}
web-bulk-outcome = Результат
web-bulk-now = Статус сейчас
web-bulk-is-filed = внесено
web-bulk-is-taken-back = отозвано
web-said-not-taken-back = Отозвать удалось не всё. Остальное отмечено как внесённое; попробуйте ещё раз чуть позже.
web-bulk-undo = Отменить
web-bulk-undo-hint = Ничего не удаляется: каждое сообщение отзывается другим, и оба остаются в истории.
web-bulk-why-taken-back = Отозвано сразу: внесено по ошибке вместе с другими.
