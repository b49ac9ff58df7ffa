import styles from './Calculators.module.css';
import { BarsPicture, barsHeight } from './pictures/BarsPicture.tsx';
import { PipePicture } from './pictures/PipePicture.tsx';
import { PortsPicture } from './pictures/PortsPicture.tsx';
import { RampPicture } from './pictures/RampPicture.tsx';
import { SawPicture } from './pictures/SawPicture.tsx';
import { VesselsPicture } from './pictures/VesselsPicture.tsx';
import type { Picture } from './types.ts';

const HEIGHTS: Readonly<Record<Picture['kind'], number>> = {
  pipe: 236,
  vessels: 228,
  ramp: 198,
  ports: 96,
  bars: 0,
  saw: 192,
};

const Drawn = ({ picture }: { readonly picture: Picture }) => {
  switch (picture.kind) {
    case 'pipe':
      return <PipePicture picture={picture} />;
    case 'vessels':
      return <VesselsPicture picture={picture} />;
    case 'ramp':
      return <RampPicture picture={picture} />;
    case 'ports':
      return <PortsPicture picture={picture} />;
    case 'bars':
      return <BarsPicture bars={picture.bars} />;
    case 'saw':
      return <SawPicture picture={picture} />;
  }
};

/** A calculation as a picture; `label` is what it says, for those who do not see it. */
export const CalculatorPicture = ({ picture, label }: { readonly picture: Picture; readonly label: string }) => {
  const height = picture.kind === 'bars' ? barsHeight(picture.bars) : HEIGHTS[picture.kind];
  return (
    <svg role="img" aria-label={label} viewBox={`-2 0 564 ${height}`} className={styles['picture']}>
      <Drawn picture={picture} />
    </svg>
  );
};
