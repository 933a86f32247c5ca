import {
  displayNameProblem,
  EMAIL_SCHEMA,
  emailProblem,
  LONGEST_PASSWORD,
  PASSWORD_SCHEMA,
  passwordLengthProblem,
  type SignedIn,
  type SignUp,
  USERNAME_SCHEMA,
  usernameProblem,
  zoneProblem,
} from '@app/users';
import { Flag, MayBeLeftOut, RuledText, Text } from '@app/core';
import { IsOptional, ValidateIf } from 'class-validator';

const LONGEST_EMAIL = 254;
const LONGEST_NAME = 100;
const LONGEST_TOKEN = 200;

/**
 * Rules of a form whose fields are of the right kind are the use case's: it names every field that is wrong at once, also what takes long to find
 * out, such as a password that is easy to guess. Only where a field is missing or of another kind, they name the others beside it. `needed`:
 * what the form must have.
 */
const UnlessSound = (...needed: string[]): PropertyDecorator => ValidateIf((form: object) => !isSound(form, needed));

function isSound(form: object, needed: readonly string[]): boolean {
  const given = Object.entries(form).filter(([, value]) => value !== undefined && value !== null);
  const names = new Set(given.map(([name]) => name));
  return (
    needed.every((name) => names.has(name)) &&
    given.every(([name, value]) => typeof value === (name === 'revoke_keys' ? 'boolean' : 'string'))
  );
}

export class RegisterBody {
  /** Where you read mail; upper and lower case are the same. @example "ada@example.com" */
  @UnlessSound('email', 'password')
  @RuledText(emailProblem, EMAIL_SCHEMA)
  email: string;

  /** Hard to guess, at most 256 characters. @example "violet-engine-harbour-tuesday" */
  @UnlessSound('email', 'password')
  @RuledText(passwordLengthProblem, PASSWORD_SCHEMA)
  password: string;

  /** 1 to 39 letters, digits, `.`, `_` or `-`. Left out: made from the address. @example "ada" */
  @UnlessSound('email', 'password')
  @RuledText(usernameProblem, USERNAME_SCHEMA)
  @IsOptional()
  username?: string | null;

  /** Left out: the username. @example "Ada Lovelace" */
  @UnlessSound('email', 'password')
  @RuledText(displayNameProblem, { minLength: 1, maxLength: LONGEST_NAME })
  @IsOptional()
  display_name?: string | null;

  /** @deprecated Send `display_name`. */
  @Text(LONGEST_NAME)
  @IsOptional()
  displayName?: string | null;

  /** IANA zone that your days are cut in. Left out: the server's. @example "Europe/London" */
  @UnlessSound('email', 'password')
  @RuledText(zoneProblem)
  @IsOptional()
  timezone?: string | null;

  /** From the link of an invitation; needed where REGISTRATION is `invite`. @example "q3J8mY0bT2xWc5Zr9LkVn7HsEd1uGf4aPiOo6SwXyAB" */
  @UnlessSound('email', 'password')
  @Text(LONGEST_TOKEN)
  @IsOptional()
  invite?: string | null;
}

export class LoginBody {
  /** The address, or the username. @example "ada@example.com" */
  @Text(LONGEST_EMAIL, 1)
  email: string;

  /** @example "violet-engine-harbour-tuesday" */
  @Text(LONGEST_PASSWORD)
  password: string;
}

export class ForgotPasswordBody {
  /** @example "ada@example.com" */
  @Text(LONGEST_EMAIL, 1)
  email: string;
}

export class ResetPasswordBody {
  /** From the link that was mailed. @example "q3J8mY0bT2xWc5Zr9LkVn7HsEd1uGf4aPiOo6SwXyAB" */
  @UnlessSound('token', 'password')
  @Text(LONGEST_TOKEN, 1)
  token: string;

  /** @example "violet-engine-harbour-tuesday" */
  @UnlessSound('token', 'password')
  @RuledText(passwordLengthProblem, PASSWORD_SCHEMA)
  password: string;

  /** Whether all API keys end too, for when somebody else may have made one. Left out: only those that signing in made. @example true */
  @MayBeLeftOut()
  @Flag()
  revoke_keys?: boolean;
}

export class ChangePasswordBody {
  /** @example "violet-engine-harbour-tuesday" */
  @ValidateIf((body: ChangePasswordBody) => body.currentPassword === undefined || body.currentPassword === null)
  @Text(LONGEST_PASSWORD)
  current_password: string;

  /** @example "copper-lantern-orbit-wednesday" */
  @ValidateIf((body: ChangePasswordBody) => body.newPassword === undefined || body.newPassword === null)
  @UnlessSound('current_password', 'new_password')
  @RuledText(passwordLengthProblem, PASSWORD_SCHEMA)
  new_password: string;

  /** @deprecated Send `current_password`. */
  @IsOptional()
  @Text(LONGEST_PASSWORD)
  currentPassword?: string;

  /** @deprecated Send `new_password`. */
  @IsOptional()
  @Text(LONGEST_PASSWORD)
  newPassword?: string;
}

export class ChangeEmailBody {
  /** The new one. @example "ada.lovelace@example.com" */
  @UnlessSound('email', 'password')
  @RuledText(emailProblem, EMAIL_SCHEMA)
  email: string;

  /** The account's. @example "violet-engine-harbour-tuesday" */
  @Text(LONGEST_PASSWORD)
  password: string;
}

export class VerifyEmailBody {
  /** From the link that was mailed. @example "q3J8mY0bT2xWc5Zr9LkVn7HsEd1uGf4aPiOo6SwXyAB" */
  @Text(LONGEST_TOKEN, 1)
  token: string;
}

export class ClaimBody {
  /** From the link that `npm run cli -- user:claim` prints. @example "q3J8mY0bT2xWc5Zr9LkVn7HsEd1uGf4aPiOo6SwXyAB" */
  @UnlessSound('token', 'email', 'password')
  @Text(LONGEST_TOKEN, 1)
  token: string;

  /** @example "ada@example.com" */
  @UnlessSound('token', 'email', 'password')
  @RuledText(emailProblem, EMAIL_SCHEMA)
  email: string;

  /** @example "violet-engine-harbour-tuesday" */
  @UnlessSound('token', 'email', 'password')
  @RuledText(passwordLengthProblem, PASSWORD_SCHEMA)
  password: string;

  /** Left out: it stays `owner`. @example "ada" */
  @UnlessSound('token', 'email', 'password')
  @RuledText(usernameProblem, USERNAME_SCHEMA)
  @IsOptional()
  username?: string | null;
}

/** What was done, for people. */
export class MessageAnswer {
  /** @example "Done. Sign in with the new password." */
  message: string;
}

export class SignedInUser {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** Empty where the account has none. @example "ada@example.com" */
  email: string;
  /** @example "ada" */
  username: string;
}

/** As chronova-android reads it (contract §3.3). */
export class LoginAnswer {
  /** @example "Signed in." */
  message: string;
  user: SignedInUser;
  /** A new key, shown this once; it expires when it is not used for 90 days. @example "waka_1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d" */
  apiKey: string;
}

export class CsrfAnswer {
  /** For the header X-CSRF-Token. @example "vHm3kYpQ-1TfYq0oX9d0uS2cXb1sJxw8k1nE" */
  csrf_token: string;

  /** @deprecated Read `csrf_token`. @example "vHm3kYpQ-1TfYq0oX9d0uS2cXb1sJxw8k1nE" */
  csrfToken: string;
}

/** What a sign-up says, with nothing where nothing was said. */
export function toSignUp({ email, password, username, display_name, displayName, timezone, invite }: RegisterBody): SignUp {
  return {
    email,
    password,
    username: username ?? undefined,
    displayName: display_name ?? displayName ?? undefined,
    zone: timezone ?? undefined,
    invite: invite ?? undefined,
  };
}

/** The passwords of a change, by either spelling of their fields. */
export function toPasswords(body: ChangePasswordBody): { current: string; next: string } {
  return { current: body.current_password ?? body.currentPassword, next: body.new_password ?? body.newPassword };
}

export function toCsrf(token: string): CsrfAnswer {
  return { csrf_token: token, csrfToken: token };
}

export function toLogin({ publicId, email, username, apiKey }: SignedIn): LoginAnswer {
  return { message: 'Signed in.', user: { id: publicId, email: email ?? '', username }, apiKey };
}

export function toSignedOut(ended: boolean): MessageAnswer {
  return {
    message: ended
      ? 'Signed out: this session and its key have ended.'
      : 'This key was not made by signing in, so it stays. Take it away under /api/v1/users/current/api-keys.',
  };
}

export function toReset({ revoke_keys }: ResetPasswordBody): MessageAnswer {
  const ended = revoke_keys ? 'every other sign-in and every API key has ended' : 'every other sign-in has ended';
  return { message: `Done. Sign in with the new password; ${ended}.` };
}
