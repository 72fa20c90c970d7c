# The lists, and updates of many at once.

web-field-status = 状态
web-field-as-of = 所述日期
web-field-done-on = 完成日期
web-field-done-on-hint = 仅限“已完成”
web-field-narrative = 进展说明
web-field-reason = 重新说明的理由
web-field-reason-hint = 适用于已了结的事项：已完成、已放弃或已被取代
web-field-evidence = 依据
web-field-url = 网址
web-field-title = 标题
web-field-lang = 语言
web-field-published = 发布日期
web-field-add-link = 再加一个链接


web-list-words = 关键词
web-list-words-hint = 标题或原文中的词
web-list-search = 搜索
web-list-filters = 筛选
web-list-apply = 应用
web-list-declaration = 宣言
web-list-party = 责任方
web-list-parties = 责任方
web-list-role = 角色
web-list-status = 状态
web-list-rollup = 承诺状态
web-list-timeliness = 时效
web-list-section = 章节
web-list-strength = 约束程度
web-list-kind = 类别
web-list-topics = 主题
web-list-conflicts = 未决冲突
web-list-version = 版本
web-list-due = 期限
web-list-due-after = 期限晚于
web-list-due-before = 期限早于
web-list-declared = 自报
web-list-assessed = 评估
web-list-reported = 报告截至
web-list-done-on = 完成日期
web-list-changed = 最近填报
web-list-commitment = 承诺
web-list-tracked = 跟踪
web-list-tracked-only = 须落实的事项
web-list-untracked-only = 立场与确认
web-list-tracked-all = 全部
web-list-known-at = 所知截至
web-list-columns = 列
web-list-order = 排序
web-list-by-code = 按文本顺序
web-list-by-due = 期限由早到晚
web-list-by-due-last = 期限由晚到早
web-list-by-changed = 最近填报在前
web-list-chosen-filters = 已选筛选
web-list-take-away = 移除
web-list-clear = 清除全部筛选
web-list-count-all = 共{ $n }行
web-list-count-first = 前{ $n }行，后面还有
web-list-count-more = 接下来{ $n }行，后面还有
web-list-count-last = 最后{ $n }行
web-list-none = 没有符合条件的内容。
web-list-first = 第一页
web-list-next = 下一页
web-list-paging = 列表分页
web-list-asap = 尽快
web-list-overdue-by = 逾期{ $n }天
web-list-since = 自{ $what }以来
web-list-since-count = { $n ->
    [0] 这些行均无变化
   *[other] 其中{ $n }行有变化
}
web-list-since-now = 现为
web-list-became-overdue = 变为逾期
web-list-became-not-overdue = 不再逾期
web-list-became-open = 期限已开始
web-list-follows = 随{ $what }：
web-list-contested = 说法矛盾
web-list-reassess = 其后自报不同
web-list-export = 导出 CSV
web-list-export-hint = 导出整个列表，不限本页
web-list-copy = 复制为
web-list-copy-url = 网址
web-list-copy-command = 命令行
web-list-copy-csv = CSV
web-list-copy-json = JSON
web-list-copy-short = 复制
web-list-copy-it = 复制：{ $what }
web-list-copied = 已复制：{ $what }
web-list-choose-all = 选中本页全部
web-list-choose-hint = 选中若干行，即可一并填报。
web-list-chosen = 已选：
web-list-update-chosen = 填报所选事项

web-bulk = 一并填报多项义务
web-bulk-none = 没有选中任何行。
web-bulk-back = 返回列表
web-bulk-cancel = 取消
web-bulk-preview = 查看将发生的变化
web-bulk-preview-again = 再看一次
web-bulk-file = 填报{ $n }项进展
web-bulk-chosen = 已选{ $n }项义务
web-bulk-would-change = 将填报{ $n }项进展
web-bulk-left-out = 略过{ $n }项
web-bulk-before-after = 现在与之后
web-bulk-becomes = 变为
web-bulk-why = 原因
web-bulk-not-yours = 这是其他责任方的义务。
web-bulk-closed = 该事项已了结。说明重新提起的理由后即不再略过。
web-bulk-gone = 该义务已不存在。
web-bulk-used = 此表单已填报过其他内容，请重新选择。
web-bulk-no-answer = 台账没有响应，此项未填报，请重试。
web-bulk-changed = 您选中之后有人填报过，这是目前的状态。
web-bulk-outranked = 内容会保留，但仍以另一项说法为准。
web-bulk-contested = 这将与同一日期的另一项说法相矛盾。
web-bulk-faulty = 尚未填报，有几项需要更正。
web-bulk-look-again = 尚未填报：查看之后表单有改动。现在将发生的变化如下。
web-bulk-changed-meanwhile = 尚未填报：其间有人填报了其中几项，请再看一次。
web-bulk-filed = { $n ->
    [0] 未填报任何内容
   *[other] 已填报{ $n }项进展
}
web-bulk-taken-back = { $n ->
    [0] 未撤回任何内容
   *[other] 已撤回{ $n }项进展
}
web-bulk-outcome = 结果
web-bulk-now = 当前状态
web-bulk-is-filed = 已填报
web-bulk-is-taken-back = 已撤回
web-said-not-taken-back = 未能全部撤回。仍为已填报的各项在下面标明，请稍后再试。
web-bulk-undo = 撤销
web-bulk-undo-hint = 不会删除任何内容：每项进展由另一项撤回，两者都留在历史中。
web-bulk-why-taken-back = 随即撤回：与其他事项一起误填。
