'use client';
import type { Role } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { ROLES } from '../session/text.ts';

interface RoleChoiceProps {
  readonly value: Role;
  readonly onChange: (role: Role) => void;
}

/** One of the three roles, each with what it may. */
export const RoleChoice = ({ value, onChange }: RoleChoiceProps) => {
  const s = useTranslations('settings');
  const roles = useTranslations('session.roles');
  const name = useId();
  return (
    <fieldset>
      <legend className="font-medium text-sm">{s('role')}</legend>
      <div className="mt-1 overflow-hidden rounded-md ring-1 ring-line-strong ring-inset">
        {ROLES.map((role) => (
          <label
            key={role}
            className="flex cursor-pointer items-start gap-2.5 border-line border-t px-3 py-2 first:border-t-0 hover:bg-hover has-checked:bg-hover"
          >
            <input
              type="radio"
              name={name}
              value={role}
              checked={value === role}
              onChange={() => onChange(role)}
              className="mt-1 accent-(--accent)"
            />
            <span>
              <span className="block font-medium text-sm first-letter:uppercase">{roles(role)}</span>
              <span className="block text-soft text-xs">{s(`roles.${role}`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
};
