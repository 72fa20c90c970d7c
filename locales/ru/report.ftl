# Доклад о ходе выполнения: заголовки, столбцы и предложения.

report-title = Доклад о ходе выполнения
report-contents = Содержание
report-as-of = По состоянию на
report-known-at = По сведениям на
report-compared-with = В сравнении с
report-scope = Охват
report-scope-all = все стороны и разделы
report-scope-parties = стороны: { $parties }
report-scope-sections = разделы: { $sections }
report-place = Место в ленте изменений
report-place-is = изменение № { $seq }
report-chain = Хеш-цепочка
report-cursor = Курсор
report-adopted = Принята
report-adopted-is = { $day }, { $place }

# --- Заголовки

report-heading-summary = Краткие итоги
report-heading-totals = Итоги
report-heading-parties = Стороны и статусы
report-heading-matrix = Стороны и разделы
report-heading-timeline = Сроки
report-heading-overdue = Просрочено
report-heading-next = Срок наступает в ближайшие 90 дней
report-heading-changes = Изменения с { $day }
report-heading-reached = Выполнено за это время
report-heading-slipped = Стало просроченным
report-heading-contradicted = Возникли противоречия
report-heading-moved = Изменился статус
report-heading-items = Обязательства по пунктам
report-heading-scores = Оценки
report-heading-method = Методика
report-heading-notes = Примечания

# --- Столбцы

report-column-status = Статус
report-column-timeliness = Соблюдение срока
report-column-obligations = Обязательства сторон
report-column-commitments = Пункты
report-column-party = Сторона
report-column-section = Раздел
report-column-total = Всего
report-column-reported = Есть сведения
report-column-overdue = Просрочено
report-column-done = Выполнено
report-column-open = Не завершено
report-column-due = Срок
report-column-opens = Начало
report-column-days = Дней просрочки
report-column-code = Пункт
report-column-title = Содержание
report-column-role = Роль
report-column-occurrence = Повторение
report-column-before = Было
report-column-now = Стало
report-column-basis = Основание
report-column-said-of = Состояние на
report-column-done-on = Дата выполнения
report-column-update = Последнее сообщение
report-column-declared = Заявлено
report-column-assessed = Оценено
report-column-contested = Противоречия
report-column-author = Автор
report-column-address = Адрес
report-column-published = Опубликовано
report-column-evidence = Источники
report-column-scale = Шкала
report-column-mean = Среднее
report-column-scored = Оценено
report-column-coverage = Охват
report-column-grades = Баллы

# --- Листы книги, не длиннее 31 знака

report-sheet-summary = Краткие итоги
report-sheet-parties = Стороны
report-sheet-matrix = Стороны и разделы
report-sheet-timeline = Сроки
report-sheet-overdue = Просрочено
report-sheet-next = Ближайшие сроки
report-sheet-changes = Изменения
report-sheet-items = Пункты
report-sheet-scores = Оценки
report-sheet-method = Методика
report-sheet-notes = Примечания

# --- Предложения

report-summary-owed = { $obligations ->
    [one] Учтено { $obligations } обязательство
    [few] Учтены { $obligations } обязательства
    [many] Учтено { $obligations } обязательств
   *[other] Учтено { $obligations } обязательства
} сторон по { $commitments ->
    [one] { $commitments } пункту
   *[other] { $commitments } пунктам
} декларации.
report-summary-coverage = Сведения есть { $reported ->
    [1] об одном
    [11] об 11
   *[other] о { $reported }
} из { $total } { $total ->
    [one] обязательства
   *[other] обязательств
} ({ $share }).
report-summary-silent = Сведений пока не поступало. Это ничего не говорит о том, что сделано.
report-summary-complete = { $complete ->
    [0] Выполненных нет.
    [1] Выполнено { $complete } обязательство{ $late ->
        [0] .
       *[other] , с опозданием.
    }
    [one] Выполнено { $complete } обязательство{ $late ->
        [0] .
       *[other] , из них с опозданием — { $late }.
    }
    [few] Выполнены { $complete } обязательства{ $late ->
        [0] .
       *[other] , из них с опозданием — { $late }.
    }
   *[other] Выполнено { $complete } обязательств{ $late ->
        [0] .
       *[other] , из них с опозданием — { $late }.
    }
}
report-summary-overdue = { $overdue ->
    [0] Просроченных нет.
    [1] Просрочено { $overdue } обязательство, просрочка — { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[other] { $days } дней
    }.
    [one] Просрочено { $overdue } обязательство, наибольшая просрочка — { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[other] { $days } дней
    }.
    [few] Просрочены { $overdue } обязательства, наибольшая просрочка — { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[other] { $days } дней
    }.
   *[other] Просрочено { $overdue } обязательств, наибольшая просрочка — { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[other] { $days } дней
    }.
}
report-summary-next = { $next ->
    [0] В ближайшие 90 дней сроки не наступают.
    [1] В ближайшие 90 дней наступает срок одного обязательства: { $day }
    [one] В ближайшие 90 дней наступают сроки { $next } обязательства, ближайший — { $day }
   *[other] В ближайшие 90 дней наступают сроки { $next } обязательств, ближайший — { $day }
}
report-summary-contested = { $contested ->
    [1] Сообщения об одном обязательстве противоречат друг другу.
    [11] Сообщения об 11 обязательствах противоречат друг другу.
    [one] Сообщения о { $contested } обязательстве противоречат друг другу.
   *[other] Сообщения о { $contested } обязательствах противоречат друг другу.
}
report-summary-changes = С { $day } выполнено: { $reached }, стало просроченным: { $slipped }, изменился статус: { $moved }.
report-summary-early = На { $day } декларация ещё не была принята (принята { $adopted }). Обязательств ещё не было.
report-summary-nothing = Под выбранные стороны и разделы не подпадает ни одно обязательство.

# --- Пояснения к таблицам

report-none-overdue = Просроченных обязательств нет.
report-none-next = В ближайшие 90 дней сроки не наступают.
report-none-dated = Сроков здесь нет.
report-none-reached = Ничего не выполнено.
report-none-slipped = Ничего не стало просроченным.
report-none-contradicted = Противоречий не возникло.
report-none-moved = Статусы не изменились.
report-none-items = Показывать нечего.
report-none-said = сведений нет
report-matrix-legend = В клетке: по скольким обязательствам есть сведения — из скольких. ▲ и число: сколько из них просрочено.
report-coverage-of = { $reported } из { $total }
report-section = Раздел { $number }: { $title }
report-party-occurrence = { $party }, { $occurrence }
report-said-by = { $author }, { $day }
report-supporters = Поддерживающие стороны сами ничего не исполняют и в итоги не входят: они следуют за принимающими и ответственными.
report-note-published = опубликовано { $day }

# --- Оценки и методика

report-scale-toronto = Торонтская шкала (исследовательские группы «Семёрки» и «Двадцатки»)
report-scale-kroc = Матрица мирных соглашений (Институт Крока)
report-scale-ogp = Завершённость («Открытое правительство»)
report-scale-toronto-is = −1 — невыполнение, 0 — частичное, +1 — полное выполнение.
report-scale-kroc-is = 0 — не начато, 1 — минимальное, 2 — среднее, 3 — полное осуществление.
report-scale-ogp-is = 0 — не начато, 1 — ограниченное, 2 — существенное, 3 — завершено.
report-scores-read = Среднее берётся только по оценённым обязательствам, и читать его надо вместе с охватом. Это прочтение реестра по опубликованным шкалам, а не суждение учреждений, которые их ведут.
report-score-none = оценивать пока нечего
report-grade-count = { $grade } { $count }
report-method-counted = Учитываются обязательства принимающих сторон, ответственных исполнителей и участников по пунктам, ход выполнения которых отслеживается. Стороны стоят в протокольном порядке; это не рейтинг.
report-method-silence = «Нет сведений» значит, что никто ещё ничего не сообщил. Это не невыполнение: охват снижается, среднее — никогда.
report-method-overdue = Обязательство просрочено со дня, следующего за сроком, и до тех пор, пока оно не выполнено, не прекращено и не заменено.
report-method-fold = Оценка эксперта важнее заявления самой стороны. Если сообщения на один день расходятся, до их согласования берётся менее продвинутое.
report-method-known = Запрошенный снова с временем из строки «По сведениям на», доклад выйдет тем же, что бы ни было сообщено или исправлено позже.
report-method-page = Методика полностью: { $page }
