# 条目、进展与各方填报。

web-fault-status = 请选择状态。
web-fault-day = 请填写日期，例如 2026-01-15。
web-fault-day-to-come = 这一天尚未到来。
web-fault-done-on-missing = 请填写完成日期。
web-fault-done-on-late = 完成日期不能晚于所报告的日期。
web-fault-done-on-extra = 只有“已完成”才填写完成日期，请留空。
web-fault-narrative = 请用一句话说明进展。
web-fault-too-long = 内容过长。
web-fault-characters = 含有无法保存的字符。
web-fault-reason = 该义务此前已关闭，请说明为何再次报告。
web-fault-withdraws-what = 请选择要撤回的进展。
web-fault-corrects = 请选择您本人就该义务提交的进展。
web-fault-url = 请填写网址，例如 https://example.org/page。
web-fault-title = 请填写网页标题。
web-fault-lang = 请填写语言，例如 zh、en 或 ru。
web-fault-form = 表单已过期，请核对后重新提交。

# --- 条目

web-item-missing = 没有条目{ $what }
web-item-missing-advice = 编号可能有误。
web-item-missing-then = 当日没有这一编号的条目，或编号有误。
web-item-deleted = 该条目曾经存在，但已被删除。其历史仍予保留，可通过接口查阅。
web-item-near = 您要找的是否为以下条目？
web-item-find = 按标题、原文中的词语查找
web-item-then = 以下为截至{ $what }的情况。
web-item-place = 第{ $section }节“{ $title }”，第{ $paragraph }段
web-item-place-untitled = 第{ $section }节，第{ $paragraph }段
web-item-conflicts = 本条目有{ $n }处修改冲突尚未解决，需要有人裁定。
web-item-conflict = { $theirs }与{ $yours }的修改
web-item-text = 文本
web-item-no-text = 台账中没有该段文本。
web-item-no-quote = 本条目未引用该段文字。
web-item-original = 所引原文
web-item-translation = 工作译文
web-item-owed = 各方义务
web-item-owed-none = 无责任方：本条目仅作背景保留。
web-item-party = 责任方
web-item-role = 角色
web-item-occurrence = 届次
web-item-status = 状态
web-item-in-time = 时效
web-item-on-word = 依据
web-item-word = { $basis }：{ $author }，截至{ $day }
web-item-nobody = 尚无任何说明。
web-item-follows = 跟随{ $what }：
web-item-days-overdue = 逾期{ $n }天
web-item-as-of = 截至{ $what }
web-item-done-on = 完成于{ $what }
web-item-due-on = 期限{ $what }
web-item-update = 填报
web-item-declared = 责任方自报
web-item-assessed = 评估结论
web-item-assessed-counts = 两者不一致，以评估结论为准。
web-item-contested = 说法矛盾。
web-item-contested-about = 关于同一天的说法不一致；目前以进展较少者为准。
web-item-reassess = 需重新评估。
web-item-reassess-about = 责任方此后另有说法；在评估员重新评估之前，以原评估结论为准。
web-item-history = 历史
web-item-no-history = 此前没有记录。
web-item-latest = 返回最新记录
web-item-older = 更早的记录
web-item-withdrawn = 已撤回
web-item-later = 涉及更晚的日期，此处不计
web-item-corrected = 后已更正
web-item-corrects = 更正此前一条
web-item-withdraws = 撤回此前一条
web-item-reason = 原因：
web-item-version = 第{ $n }版
web-item-nothing = 无
web-item-facts = 条目概况
web-item-deadline = 期限
web-item-undated = 无期限
web-item-strength = 约束程度
web-item-kind = 类别
web-item-group = 文中称谓
web-item-sdgs = 可持续发展目标
web-item-topics = 主题
web-item-note = 注
web-item-no-deadline = 为何无期限
web-item-milestones = 里程碑
web-item-related = 相关条目
web-item-refs = 文中所提
web-item-also = 还有哪些条目提及
web-item-depends-on = 取决于
web-item-follows-up = 后续于
web-item-repeats = 重申
web-item-part-of = 属于
web-item-copy-command = 复制命令
web-item-copied = 命令已复制。
web-item-part-quote = 引文
web-item-part-verb = 动词
web-item-part-title = 标题
web-item-part-opens = 起始
web-item-part-due = 截止
web-item-part-urgency = 紧迫性
web-item-part-recurrence = 周期
web-item-part-resolution = 裁定

# --- 期限

web-item-asap = 尽快
web-item-about = 约{ $what }
web-item-until = { $what }前
web-item-in-year = { $year }年
web-item-in-years = { $from }年至{ $year }年
web-item-in-month = { $year }年{ $month }月
web-item-from-to = { $from }至{ $to }
web-item-every-years = { $n ->
    [1] 每年
   *[other] 每{ $n }年
}
web-item-every-months = { $n ->
    [1] 每月
   *[other] 每{ $n }个月
}

# --- 填报进展的表单

web-update-heading = 填报进展
web-update-last = 现以此为准
web-update-draft = 您在此处有一份未提交的草稿。
web-update-draft-restore = 继续填写
web-update-draft-discard = 丢弃
web-update-faults = 有{ $n }处需要更正，尚未提交。
web-update-second = 此表单此前已提交过另一内容的进展。如需再提交这一条，请重新发送。
web-update-meanwhile = 在此期间已有人填报了进展。
web-update-meanwhile-advice = 您的进展尚未提交，所填内容保留如下。请阅读新内容，按需修改后再次提交。
web-update-status = 状态
web-update-withdraw = 撤回进展
web-update-as-of = 截至
web-update-done-on = 完成日期
web-update-done-on-hint = 仅“已完成”需要填写。
web-update-narrative = 进展情况
web-update-reason = 该义务此前已关闭，为何再次报告？
web-update-evidence = 依据
web-update-evidence-hint = 他人可以查证的链接
web-update-url = 网址
web-update-title = 标题
web-update-lang = 语言
web-update-published = 发布日期
web-update-remove = 移除
web-update-add = 添加链接
web-update-more = 更多行
web-update-corrects = 更正我此前的进展
web-update-corrects-which = 被替换或撤回的进展
web-update-corrects-none = 无
web-update-file = 填报进展
web-update-skip = 跳过
web-update-cancel = 取消
web-update-keys = 数字键 1 至 9 选择状态，Ctrl+Enter 提交。

# --- 我的填报

web-return-about = 填报页列出一方需要报告的事项：已逾期或即将到期的、尚未报告的，以及评估员另有结论的。该方分析员逐条处理。您不代表任何一方，但可查阅各方的填报。
web-return-choose = 责任方
web-return-read = 查阅
web-return-progress = 已报告{ $reported }项，共{ $total }项
web-return-begin = 从第一项开始
web-return-waiting = 有{ $n }项待处理。
web-return-waiting-more = 有超过{ $n }项待处理。
web-return-keys = j、k 上下移动，u 打开表单；提交后自动进入下一项。
web-return-owes-nothing = 此处没有需要履行的义务。
web-return-done = 没有待处理事项：均已报告，无逾期，90 天内无到期，各方说法一致。
web-return-overdue = 已逾期
web-return-due = 90 天内到期
web-return-differing = 说法不一致
web-return-unreported = 尚未报告
web-return-contested = 说法矛盾
web-return-reassess = 需重新评估
web-return-rest = 在义务列表中查看全部
