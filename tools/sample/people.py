"""Made-up people: names, numbers that nobody has, dwellings."""

from __future__ import annotations

import random

_NAMES = """
王秀英 张建国 李桂兰 刘玉珍 陈志强 杨丽华 黄国平 赵淑芬 周海燕 吴永康 徐美玲 孙立新 朱红梅
马俊杰 胡晓东 郭凤英 林雪梅 何伟民 高翠萍 梁文斌 郑少华 罗敏慧 宋春生 谢玉兰 唐建明 韩秋菊
曹振华 许金凤 邓小芳 冯国梁 彭桂香 曾庆丰 肖丽娟 田宝珠 董志远 袁佩珍 潘晓峰 于凤仙 蒋大伟
蔡月娥 余海波 杜素琴 叶青松 程慧敏 苏阿毛 魏长根 吕彩云 丁根宝 任秀芳 沈美珍 姚志刚 卢巧云
姜永年 崔玉梅 钟阿妹 谭国栋 陆金妹 汪洪生 范丽君 金凤宝 石伟康 廖小梅 贾春来 夏玉琴 韦志明
付桂芝 方妙珍 白云鹤 邹立群 孟庆兰 熊建军 秦爱珍 邱阿根 江月明 尹惠芳 薛宝根 闫淑华 段志勇
雷春桃 侯德胜 龙彩凤 史玉成 陶阿珍 黎小明 贺春花 顾金宝 毛巧珍 郝建平 龚月琴 邵文华 万福根
严冬梅 武卫东 戴桂花 莫志诚 孔祥云 向阿香 刘𬀩
"""

NAMES = tuple(_NAMES.split())
"""The last one has a character of four bytes in GB18030."""

PHONES = tuple(f"138000011{i:02d}" for i in range(60))


def dwelling(chance: random.Random) -> str:
    """Return a dwelling as people write it: building, unit, room."""
    room = chance.randrange(1, 7) * 100 + chance.randrange(1, 5)
    return f"{chance.randrange(1, 19)}-{chance.randrange(1, 4)}-{room}"
