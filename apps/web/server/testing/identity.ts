/** NETSTRATA_ADMIN_TOKEN of every server under test. */
export const ADMIN_TOKEN = 'admin-token-of-a-server-under-test';

export const BOOT_ID = '3f0c1b52-8f4e-4a6e-9d0c-5b1a2c3d4e5f';
