# Что командная строка говорит аналитикам.

# --- Столбцы

command-column-declaration = Декларация
command-column-outcome = Итог
command-column-state = Отправка
command-column-made = Создано
command-column-id = Идентификатор
command-column-at = Время
command-column-actor = Кто
command-column-entity = Что
command-column-op = Действие
command-column-what = Содержание
command-column-change = Изменение

# --- Слова рядом со строками

command-quote = Текст
command-note = Примечание
command-version = Версия
command-labelled = { $label }: { $value }
command-withdrawn = отозвано
command-unsent-status = (не отправлено: { $status })
command-contested = (есть противоречия)
command-reassess = (нужна новая оценка)
command-overdue-days = { $days ->
    [one] просрочено на { $days } день
    [few] просрочено на { $days } дня
   *[other] просрочено на { $days } дней
}
command-nothing = Ничего не найдено.
command-more = Показаны первые строки ({ $count }), есть и другие. Укажите --all или увеличьте --limit.
command-no-changes = Между { $from } и { $to } ничего не изменилось.

# --- Работа без связи

command-offline = Данные из копии от { $at }; последнее изменение в ней — № { $seq }.
command-offline-filed = Учтены и сообщения, поданные отсюда после этого: { $count }.
command-pulled-whole = Получена полная копия: обязательств — { $obligations }, последнее изменение — № { $seq }.
command-pulled = Копия обновлена: новых изменений — { $changes }, последнее — № { $seq }.
command-copy = Копия от { $at }, последнее изменение в ней — № { $seq }.
command-no-copy = Копии нет; её создаёт команда `summit-ledger pull`.
command-queued = Сохранено здесь и пока не отправлено: { $code } { $party } ({ $id }). Отправит команда `summit-ledger push`.
command-filed = Принято: { $code } { $party }.
command-nothing-unsent = Неотправленных операций нет.
command-unsent = не отправлено
command-unanswered = отправлено, ответа нет
command-rejected-before = Отклонено раньше и снова не отправлено: { $count }. Причины покажет `summit-ledger status`; затем `queue drop` или `queue retry`.
command-harmed-lines = В очереди { $path } есть нечитаемые строки: { $count }. Их содержание не отправлено; `summit-ledger push` переносит их в { $aside }. Подайте недостающее ещё раз.
command-others = { $code } { $party }: автор — { $user }, не отправлено. Отправляйте с токеном пользователя { $user }.
command-dropped = Операция { $id } удалена и отправлена не будет.
command-retried = Операция { $id } будет отправлена снова следующей командой push.
command-outcome-applied = принято
command-outcome-merged = объединено
command-outcome-duplicate = уже было принято
command-outcome-conflict = конфликт
command-outcome-rejected = отклонено
command-conflict = Конфликт { $id }, { $group }:
    { "  " }у них:  { $theirs }
    { "  " }у вас:  { $yours }
    { "  " }Решение: `summit-ledger resolve { $id } --keep theirs` или `--keep yours`.
command-no-conflicts = Конфликтов нет.
command-resolved = Конфликт { $id } разрешён.
command-report-kept = Доклад сохранён, его идентификатор — { $id }.

# --- Что может пойти не так

command-error-unreachable = { $server } не отвечает: { $cause }. Проверьте адрес (--server или LEDGER_SERVER), а также что служба запущена и доступна отсюда.
command-error-refused = Отказано ({ $status }): { $title }
command-error-no-token = Укажите действующий токен в LEDGER_TOKEN или в файле, названном в --token-file. Там, где ведётся реестр, токен создаёт команда `summit-ledger token create NAME`.
command-error-token = В токене есть символы, которых в токенах не бывает. Проверьте LEDGER_TOKEN или файл, названный в --token-file.
command-error-strange = { $server } даёт ответ, который нельзя использовать: { $cause }. Проверьте, что это адрес реестра и что версии службы и программы совместимы.
command-error-server = «{ $server }» — не адрес сервера. Укажите, например, https://ledger.example.org.
command-error-file = Не удаётся прочитать или записать { $path }: { $cause }
command-error-folder = { $path } — это папка. Назовите файл в ней.
command-error-harmed = Копия { $path } повреждена ({ $cause }). Команда `summit-ledger pull` создаст новую; очередь останется нетронутой.
command-error-no-state-dir = На этом компьютере нет папки для данных. Назовите её в --state-dir или LEDGER_STATE_DIR.
command-error-locked = В папке { $path } уже некоторое время работает другая команда. Повторите, когда она завершится.
command-error-no-copy = Копии { $server } нет. Создайте её командой `summit-ledger pull`, пока есть связь.
command-error-known-offline = По копии нельзя узнать, что было известно в прошлом. Обратитесь к серверу или уберите --known-at.
command-error-no-item = В копии нет пункта { $code }.
command-error-nobody = Копия получена без токена, поэтому неизвестно, кто вы. Получите её ещё раз с токеном.
command-error-files-nothing = Роль { $role } не подаёт сведений; их подают аналитики и оценщики.
command-error-owes-nothing = У этой стороны нет обязательств по пункту { $code }. Обязательства есть у: { $known }.
command-error-corrects = Назовите исправляемое сообщение: --corrects=ID. Действующее сообщение подано на другом основании.
command-error-evidence = --evidence задаётся как URL|TITLE или URL|TITLE|LANG, а не { $text }.
command-error-timeliness = Здесь показано только просроченное; уберите --timeliness или используйте `list`.
command-error-ending = Имя { $path } не оканчивается на форму отчёта. Назовите форму в --format: { $known }.
command-error-binary = Терминал не может показать { $form }. Назовите файл в --output.
command-error-kept-form = Доклад сохраняется в виде JSON; уберите --format.
command-error-workbook = Не удалось создать книгу: { $cause }
command-error-not-queued = В очереди нет операции { $id }. Список даёт команда `summit-ledger status`.
