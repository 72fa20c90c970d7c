# Общее для всех страниц, вход в систему и сообщения об ошибках.

web-brand = Summit Ledger
web-skip = Перейти к содержанию
web-nav = Страницы
web-nav-overview = Обзор
web-nav-my-return = Мой отчёт
web-nav-text = Текст
web-nav-commitments = Договорённости
web-nav-obligations = Обязательства
web-nav-review = Разбор
web-nav-activity = Лента
web-nav-reports = Доклады
web-nav-settings = Настройки
web-languages = Языки
web-moment = День
web-as-of = По состоянию на
web-compare-with = Сравнить с
web-compared-with = в сравнении с положением на { $what }
web-show = Показать
web-back-to-today = К сегодняшнему дню
web-foot = Что государства обещали друг другу и что из этого выполнено.
web-foot-api = API
web-offline = Нет соединения. Введённое сохранится; отправьте его, когда связь появится.
web-close = Закрыть
web-keys = Клавиши
web-keys-hint = Клавиша ? — список клавиш.
web-key-help = Показать этот список
web-key-search = Поиск
web-key-move = Следующая, предыдущая строка
web-key-open = Открыть
web-key-select = Выбрать
web-key-update = Внести сведения
web-key-close = Закрыть

web-sign-in = Войти
web-sign-out = Выйти
web-name = Имя
web-password = Пароль
web-token = Токен
web-token-hint = Токен выводит команда:
web-sign-in-by-token = Войти по токену
web-sign-in-with-token = Войти по токену
web-forgotten = Забыли пароль? Администратор может выдать ссылку для установки нового.
web-sign-in-wrong = Имя с этим паролем или этот токен неизвестны.
web-sign-in-too-many = Слишком много неудачных попыток. Повторите через четверть часа.
web-sign-in-no-cookie = Вход выполнен, но браузер не сохранил cookie. Для входа нужен HTTPS или браузер на той же машине, где работает служба.
web-choose-password = Выберите пароль
web-welcome = Здравствуйте, { $what }. Выберите пароль, с которым будете входить.
web-password-new = Новый пароль
web-password-again = Ещё раз
web-password-set = Установить пароль
web-password-rule = Не менее { $n } { $n ->
    [one] символа
   *[other] символов
}. Фразу легко запомнить и трудно угадать.
web-password-too-short = Слишком коротко.
web-password-too-long = Слишком длинно: не более 200 символов.
web-password-too-easy = Слишком легко угадать.
web-password-differs = Пароли не совпадают.
web-said-filed = Сведения внесены.
web-said-signed-out = Вы вышли.
web-said-password-set = Пароль установлен, вход выполнен.

web-problem-not-found = Такой страницы нет
web-problem-not-found-advice = Возможно, в адресе опечатка или у пункта другой код. Поищите его в списке договорённостей.
web-problem-sign-in = Сначала войдите
web-problem-sign-in-advice = Эта страница доступна после входа.
web-problem-forbidden = Это действие вам недоступно
web-problem-forbidden-advice = Ваша роль его не допускает; ничего не изменено.
web-problem-unavailable = Реестр не отвечает
web-problem-unavailable-advice = Ничего не изменено. Повторите чуть позже.
web-problem-internal = На нашей стороне произошла ошибка
web-problem-internal-advice = Она записана в журнал. Отправленное не сохранено; повторите.
web-problem-too-many = Слишком много попыток
web-problem-too-many-advice = Повторите через четверть часа.
web-problem-bad = Запрос не удалось прочитать
web-problem-bad-advice = Ничего не изменено. Что не так:
