'use client';
import type { DeviceSetting } from '@netstrata/tunables';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { Sheet } from '../../../components/Sheet.tsx';
import { useTunableWords } from '../../catalogue/useTunableWords.ts';
import { useDetails } from '../../connection/live.ts';
import { queueNumber } from '../../sysctls/deviceValues.ts';
import type { WantedValue } from '../preview/draft.ts';

const SELECT =
  'mt-0.5 block w-full max-w-80 rounded-md bg-sunken px-2.5 py-1.5 text-base text-ink ring-1 ring-line-strong ring-inset max-sm:min-h-11';

interface ChooseDeviceProps {
  readonly hostId: string;
  readonly entry: DeviceSetting;
  readonly onChoose: (wanted: WantedValue) => void;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

/** On which network device, and for settings of queues on which queue. */
export const ChooseDevice = ({ hostId, entry, onChoose, onBack, onClose }: ChooseDeviceProps) => {
  const t = useTranslations('changes');
  const { title, help } = useTunableWords().wordsOf(entry);
  const answer = useDetails(hostId, 'interfaces');
  const interfaces = answer?.ok === true ? answer.report.interfaces : [];
  const [named, setNamed] = useState<string>();
  const [queue, setQueue] = useState(0);
  const chosen = interfaces.find(({ device }) => device === named) ?? interfaces[0];
  const { perQueue } = entry;
  const queues = perQueue === undefined ? [] : (chosen?.queues?.[perQueue] ?? []);
  return (
    <Sheet onClose={onClose} title={title} description={help}>
      <form
        className="space-y-3 px-5 py-4 max-sm:px-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen === undefined) return;
          onChoose({
            tunable: entry.name,
            namespace: 'host',
            device: chosen.device,
            ...(perQueue === undefined ? {} : { queue }),
            value: undefined,
          });
        }}
      >
        {chosen === undefined && <p className="text-soft text-sm">{t('choose.noDevices')}</p>}
        <label className="block text-faint text-xs">
          {t('choose.device')}
          <select
            value={chosen?.device}
            onChange={({ target }) => {
              setNamed(target.value);
              setQueue(0);
            }}
            className={SELECT}
          >
            {interfaces.map(({ device }) => (
              <option key={device}>{device}</option>
            ))}
          </select>
        </label>
        {perQueue !== undefined && (
          <label className="block text-faint text-xs">
            {t('choose.queue')}
            <select value={queue} onChange={({ target }) => setQueue(Number(target.value))} className={SELECT}>
              {queues.map((each) => (
                <option key={each.queue} value={queueNumber(each.queue)}>
                  {each.queue}
                </option>
              ))}
            </select>
          </label>
        )}
        <div className="flex flex-wrap gap-2 pt-1">
          <button type="submit" disabled={chosen === undefined} className={BUTTON.primary}>
            {t('choose.next')}
          </button>
          <button type="button" onClick={onBack} className={BUTTON.plain}>
            {t('choose.back')}
          </button>
        </div>
      </form>
    </Sheet>
  );
};
