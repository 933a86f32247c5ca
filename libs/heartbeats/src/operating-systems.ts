/** First words of Linux distributions' names: chronova-cli names only them, and no system. */
const DISTRIBUTIONS = (
  'alma almalinux alpine amazon anolis antix arch archlinux artix azurelinux bazzite blackarch bodhi cachyos centos chimera cloudlinux ' +
  'coreos debian deepin devuan elementary endeavouros eurolinux fedora flatcar garuda gentoo guix kali kubuntu kylin lubuntu mageia ' +
  'manjaro mint navylinux neon nixos nobara openeuler openmandriva opensuse openwrt oracle parrot peppermint photon pop postmarketos puppy ' +
  'raspbian redhat regolith rhel rocky scientific slackware solus steamos suse tails tuxedo ubuntu ultramarine uos vanilla void xubuntu zorin'
).split(' ');

/** Name shown → words that stand for it, letters only. The one table of systems, for user agents and bodies alike. */
const NAMES: readonly (readonly [name: string, words: string])[] = [
  ['Windows', 'windows win winnt cygwin mingw msys'],
  ['Mac', 'mac darwin macos macosx macintosh macintel macppc osx'],
  ['iOS', 'ios iphone iphoneos ipad ipados ipod'],
  ['Android', 'android termux'],
  ['ChromeOS', 'cros chromeos chromiumos'],
  ['FreeBSD', 'freebsd ghostbsd'],
  ['OpenBSD', 'openbsd'],
  ['NetBSD', 'netbsd'],
  ['DragonFly', 'dragonfly dragonflybsd'],
  ['Solaris', 'solaris sunos'],
  ['illumos', 'illumos openindiana omnios'],
  ['Haiku', 'haiku'],
  ['AIX', 'aix'],
  ['HarmonyOS', 'harmonyos openharmony'],
  ['WSL', 'wsl'],
  ['Linux', 'linux'],
];

const SYSTEMS: ReadonlyMap<string, string> = new Map(
  NAMES.flatMap(([name, words]) => words.split(' ').map((word): [string, string] => [word, name])),
);
const DISTRIBUTION_NAMES: ReadonlySet<string> = new Set(DISTRIBUTIONS);
/** What runs on a Linux kernel and says "Linux" first. */
const ON_LINUX: ReadonlySet<string> = new Set(['Android', 'ChromeOS', 'WSL']);

/** The system that a text tells of, in whatever words: "darwin-25.5.0-arm64", "Windows_NT", "ubuntu 24.04"; `''` where it tells of none. */
export function systemOf(text: string): string {
  const lower = text.toLowerCase();
  // Two words that are one name; "os x" is the only name whose words say nothing each.
  const joined = lower
    .replace('chrome os', 'chromeos')
    .replace('chromium os', 'chromeos')
    .replace(/\bos x\b/, 'osx')
    .replace('subsystem for linux', 'wsl');
  const words = joined.split(/[^a-z]+/);
  const named = words.map((word) => SYSTEMS.get(word)).filter((name) => name !== undefined);
  const isWsl = named.includes('WSL') || joined.includes('-microsoft');
  const first = named[0] ?? (words.some((word) => DISTRIBUTION_NAMES.has(word)) ? 'Linux' : '');
  // WSL 2 has the kernel "…-microsoft-standard-WSL2", WSL 1 "…-Microsoft".
  if (isWsl && first !== 'Mac') return 'WSL';
  return first === 'Linux' ? (named.find((name) => ON_LINUX.has(name)) ?? first) : first;
}

/** The system that one word of a user agent outside of its brackets tells of: "mac_arm64", "linux_x86-64". */
export function systemOfWord(word: string): string {
  const end = word.search(/[^A-Za-z]/);
  return SYSTEMS.get((end < 0 ? word : word.slice(0, end)).toLowerCase()) ?? '';
}

/** The name shown of a system that a body names: the one of the table, else as sent. */
export function systemNameOf(sent: string): string {
  return systemOf(sent) || sent;
}
