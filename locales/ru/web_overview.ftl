# Обзор, текст и лента.

web-overview-adopted = принята: { $place }, { $day }
web-overview-declarations = Декларации
web-overview-no-declaration = В этом реестре пока нет ни одной декларации.
web-overview-no-declaration-advice = Декларация из поставки загружается командой
web-overview-attention = Что требует внимания сейчас
web-overview-overdue = Просрочено
web-overview-oldest = { $n ->
    [one] самая давняя просрочка: { $n } день
    [few] самая давняя просрочка: { $n } дня
   *[many] самая давняя просрочка: { $n } дней
}
web-overview-due = В ближайшие 90 дней
web-overview-nearest = ближайший срок: { $what }
web-overview-silent = Нет сведений
web-overview-of-owed = { $n ->
    [one] из { $n } обязательства; о сделанном это ничего не говорит
   *[other] из { $n } обязательств; о сделанном это ничего не говорит
}
web-overview-contested = Противоречия
web-overview-contested-hint = разные сообщения об одном и том же дне
web-overview-conflicts = Открытые конфликты
web-overview-conflicts-hint = правки, которые несовместимы друг с другом
web-overview-compared = Мелкие цифры: изменение с даты { $what }, если оно есть.
web-overview-longest = Самая давняя просрочка
web-overview-none-overdue = На этот день ничего не просрочено.
web-overview-all-overdue = Всё просроченное
web-overview-none-due = В ближайшие 90 дней сроков нет.
web-overview-all-due = Все ближайшие сроки
web-overview-due-on = срок: { $what }
web-overview-days = { $n ->
    [one] просрочено на { $n } день
    [few] просрочено на { $n } дня
   *[many] просрочено на { $n } дней
}
web-overview-since = Что изменилось с даты { $what }
web-overview-none-moved = Ни один статус не изменился.
web-overview-moved-further = Ещё { $n }
web-overview-ages = Просрочка по давности
web-overview-age = { $first }–{ $last }
web-overview-age-more = { $first } и более
web-overview-matrix-note = Сколько обязательств у каждой стороны по каждому разделу текста; ▲ сколько из них просрочено. Оттенок показывает долю тех, о которых есть сведения:
web-overview-sections = Названия разделов
web-overview-timeline = Сроки
web-overview-as-table = То же в виде таблицы
web-overview-trend = По месяцам со дня принятия
web-overview-end-of = Конец месяца
web-overview-month = { $month ->
    [1] янв.
    [2] февр.
    [3] март
    [4] апр.
    [5] май
    [6] июнь
    [7] июль
    [8] авг.
    [9] сент.
    [10] окт.
    [11] нояб.
   *[12] дек.
} { $year }
web-overview-recent = Последние сообщения
web-overview-all-recent = Вся лента

web-text-filter = Что искать в тексте
web-text-all = все
web-text-beside = Рядом с текстом
web-text-beside-none = ничего
web-text-strength = Обязательность
web-text-shown = { $n ->
    [one] Подходит { $n } положение
    [few] Подходят { $n } положения
   *[many] Подходят { $n } положений
}
web-text-whole = Показать всё одинаково
web-text-contents = Содержание
web-text-note = Каждое учтённое положение подчёркнуто цветом своего статуса, рядом знак и номер; тонкая линия означает позицию или констатацию, по которым ничего не требуется.
web-text-owed = Кто обязан
web-text-owed-by-nobody = Никто не обязан: текст это констатирует, и ничего не требуется.
web-text-item-conflicts = { $n ->
    [one] { $n } открытый конфликт
    [few] { $n } открытых конфликта
   *[many] { $n } открытых конфликтов
}
web-text-open = Открыть пункт

web-activity-filter = Что показать
web-activity-entity = Вид изменения
web-activity-again = Проверить, нет ли нового
web-activity-newest = К самым новым
web-activity-new = Новых изменений:
web-activity-older = Более ранние
web-activity-none = Подходящих изменений нет.
web-activity-blank = Запись больше не хранится в ленте
web-activity-declared = { $party } заявляет: { $status }, по состоянию на { $day }
web-activity-assessed = Оценка ({ $party }): { $status }, по состоянию на { $day }
web-activity-withdrawn = Сообщение отозвано ({ $what })
web-activity-item-created = Добавлен пункт
web-activity-item-edited = Изменён пункт
web-activity-item-deleted = Удалён пункт
web-activity-owed-created = Теперь по этому пункту обязана сторона: { $what }
web-activity-owed-edited = Изменено обязательство стороны: { $what }
web-activity-owed-deleted = По этому пункту больше не обязана сторона: { $what }
web-activity-step-created = Добавлен этап: { $what }
web-activity-step-edited = Изменён этап: { $what }
web-activity-conflict-opened = Открыт конфликт: две правки несовместимы
web-activity-conflict-resolved = Конфликт разрешён
web-activity-party-created = Добавлена сторона: { $what }
web-activity-party-edited = Изменена сторона: { $what }
web-activity-text-created = Добавлена декларация: { $what }
web-activity-text-edited = Изменена декларация: { $what }
