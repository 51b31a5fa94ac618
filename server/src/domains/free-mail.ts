/**
 * Domains of providers at which anybody gets a mail address, and of disposable addresses: whoever could prove such a
 * domain is the provider, and its users are strangers to each other. Subdomains of them count too. The list is kept by
 * hand, after the providers that mail statistics name; docs/guide/domains.md says how to ask for another.
 */
export const freeMailDomains: ReadonlySet<string> = new Set(
  `
  126.com 139.com 163.com 189.cn 10minutemail.com abv.bg aim.com alice.it aliyun.com aol.co.uk aol.com aol.de aol.fr arcor.de
  att.net azet.sk bellsouth.net bigpond.com bk.ru bluewin.ch bol.com.br bt.com btinternet.com centrum.cz centrum.sk charter.net
  comcast.net cox.net daum.net dropmail.me earthlink.net email.cz email.it email.com fastmail.com fastmail.fm foxmail.com free.fr
  freemail.hu freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.fr gmx.net googlemail.com guerrillamail.com hanmail.net hey.com
  home.nl hotmail.be hotmail.ca hotmail.ch hotmail.co.jp hotmail.co.uk hotmail.com hotmail.com.br hotmail.de hotmail.es hotmail.fr
  hotmail.it hotmail.nl hotmail.se hushmail.com icloud.com ig.com.br inbox.com inbox.lv inbox.ru interia.pl juno.com kakao.com
  laposte.net libero.it list.ru live.be live.ca live.cn live.co.uk live.com live.com.au live.de live.fr live.it live.nl live.se
  mac.com mail.bg mail.com mail.de mail.ee mail.ru mailbox.org mailfence.com mailinator.com me.com msn.com nate.com naver.com
  neuf.fr o2.pl online.no onet.pl op.pl optonline.net optusnet.com.au orange.fr outlook.com outlook.de outlook.es outlook.fr
  outlook.it outlook.jp passport.com pm.me posteo.de posteo.net proton.me protonmail.ch protonmail.com qq.com rambler.ru
  rediffmail.com rocketmail.com rogers.com runbox.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca sharklasers.com sina.cn
  sina.com skynet.be sky.com sohu.com swissonline.ch sympatico.ca t-online.de talktalk.net telenet.be telus.net temp-mail.org
  terra.com.br tin.it tiscali.it tlen.pl tuta.com tuta.io tutanota.com tutanota.de uol.com.br ukr.net verizon.net videotron.ca
  virgilio.it virginmedia.com wanadoo.fr web.de wp.pl xs4all.nl xtra.co.nz ya.ru yahoo.ca yahoo.co.id yahoo.co.in yahoo.co.jp
  yahoo.co.uk yahoo.com yahoo.com.au yahoo.com.br yahoo.com.mx yahoo.de yahoo.es yahoo.fr yahoo.in yahoo.it yandex.com yandex.ru
  yeah.net ymail.com yopmail.com ziggo.nl zoho.com zohomail.com
  `.match(/\S+/g),
);
