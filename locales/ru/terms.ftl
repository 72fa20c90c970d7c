# Слова закрытых списков и написание дат.

day = { $day } { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
} { $year } г.

status-not-reported = нет сведений
status-not-started = не начато
status-in-progress = выполняется
status-substantial = в основном выполнено
status-complete = выполнено
status-ongoing = выполняется постоянно
status-stalled = приостановлено
status-abandoned = прекращено
status-superseded = заменено

timeliness-undated = без срока
timeliness-not-due = срок не применяется
timeliness-upcoming = срок не наступил
timeliness-in-window = срок идёт
timeliness-overdue = просрочено
timeliness-done-on-time = выполнено в срок
timeliness-done-late = выполнено с опозданием
timeliness-follows = следует за исполнителем

basis-declared = заявлено
basis-assessed = оценено

role-host = принимающая сторона
role-lead = ответственный исполнитель
role-participant = участник
role-supporter = поддерживающая сторона

strength-decision = решение
strength-undertaking = обязательство действовать
strength-support = поддержка
strength-position = позиция
strength-acknowledgement = констатация

kind-event = мероприятие
kind-institution = учреждение
kind-instrument = документ
kind-programme = программа
kind-policy = политика
kind-position = позиция

toronto-non-compliance = невыполнение
toronto-partial-compliance = частичное выполнение
toronto-full-compliance = полное выполнение
kroc-not-initiated = не начато
kroc-minimum = минимальное
kroc-intermediate = среднее
kroc-full = полное
ogp-not-started = не начато
ogp-limited = ограниченное
ogp-substantial = существенное
ogp-complete = завершено

entity-declaration = декларация
entity-party = сторона
entity-commitment = пункт
entity-obligation = обязательство
entity-milestone = этап
entity-update = сообщение
entity-conflict = конфликт

op-created = создано
op-edited = изменено
op-deleted = удалено

user-role-viewer = читатель
user-role-analyst = аналитик
user-role-assessor = эксперт
user-role-editor = редактор
user-role-admin = администратор

conflict-group-text = текст
conflict-group-titles = названия
conflict-group-deadline = срок
conflict-group-coding = классификация
conflict-group-obligations = кто обязан
conflict-group-milestone = этап
conflict-group-existence = существование
resolution-theirs = оставлено внесённое
resolution-yours = принято предложенное
resolution-value = принято третье значение

topic-governance = управление механизмом
topic-multilateralism = многосторонность
topic-sovereignty = суверенитет
topic-peace = мир
topic-security = безопасность
topic-drugs = борьба с наркотиками
topic-disarmament = разоружение
topic-afghanistan = Афганистан
topic-humanitarian = гуманитарные вопросы
topic-trade = торговля
topic-investment = инвестиции
topic-industry = промышленность
topic-customs = таможенное дело
topic-transport = транспорт
topic-infrastructure = инфраструктура
topic-energy = энергетика
topic-minerals = полезные ископаемые
topic-agriculture = сельское хозяйство
topic-food-security = продовольственная безопасность
topic-climate = климат
topic-environment = окружающая среда
topic-mountains = горные территории
topic-water = водные ресурсы
topic-science = наука
topic-digital = цифровые технологии
topic-cybersecurity = кибербезопасность
topic-education = образование
topic-culture = культура
topic-heritage = наследие
topic-tourism = туризм
topic-sport = спорт
topic-youth = молодёжь
topic-health = здравоохранение
topic-poverty = борьба с бедностью
topic-social = социальные вопросы

reference-resolution = резолюция
reference-treaty = договор
reference-document = документ
reference-meeting = встреча
reference-body = орган
reference-initiative = инициатива
reference-infrastructure = объект инфраструктуры
