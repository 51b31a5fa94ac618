/** Given names from many places, without accents so that addresses can be made of them. */
export const givenNames: readonly string[] = words(`
  Ada Adaeze Ahmed Aiko Akua Alba Alejandro Amara Amelie Amir Ana Anders Anika Anouk Arjun Astrid Ayesha Bao Beatriz Benedikt Bilal Bruno
  Camila Carlos Carmen Catarina Chen Chiara Chloe Claire Daan Dalia Daniela Darius David Diego Dina Ebba Eduardo Elena Elias Elif Emeka Emma
  Enzo Esra Eva Farah Fatima Felix Fiona Francesca Freya Gabriel Georgia Giulia Grace Gustavo Hana Hannah Haruto Hassan Heidi Hiro Hugo Ibrahim
  Imani Ines Ingrid Isaac Isla Ivana Jakub Jana Javier Jelena Jin Jonas Joao Julia Kaito Karim Katarina Kenji Khadija Kofi Lars Laura Layla
  Leila Leo Lina Linh Liv Lucia Luka Maja Malik Marco Maren Mariana Mateo Maya Mei Mikkel Mina Miriam Mohamed Nadia Naledi Natalia Niamh Nikhil
  Nina Noah Noor Nora Olga Oliver Omar Oscar Paula Pedro Petra Priya Rafael Rania Ravi Rosa Ruben Sakura Salma Samir Sanne Sara Selma Sina Sofia
  Stefan Sven Tariq Tariro Teresa Thandi Theo Tomas Tuan Uma Valentina Vera Viktor Wanjiru Wei Yara Yasmin Yuki Yusuf Zainab Zara Zofia`);

export const familyNames: readonly string[] = words(`
  Abdi Adeyemi Ahmed Akinyi Almeida Andersson Aydin Bakker Banerjee Barros Baumann Becker Bianchi Bjork Botha Boateng Carvalho Castillo Chanda
  Chen Cohen Costa Dang Das Delgado Demir Diallo Dlamini Dubois Eriksen Esposito Falk Farouk Fernandes Ferrari Fischer Fontaine Garcia Ghosh
  Gomez Gruber Gupta Haddad Hansen Hashimoto Hoffmann Horvat Hussain Ibrahim Ito Ivanova Jansen Jensen Joshi Kamau Kaplan Karlsson Keller Khan
  Kim Kimura Kovac Kowalska Kruger Kumar Lam Larsen Le Lefevre Lehmann Lima Lindgren Lopez Ma Mahlangu Marchetti Martins Mbeki Mehta Mendes
  Meyer Moreau Moretti Mueller Mwangi Nair Nakamura Ndiaye Nguyen Nielsen Nikolic Novak Nowak Nyong Okafor Okonkwo Oliveira Olsen Ortega Osei
  Otieno Park Patel Pereira Petersen Petrov Phiri Pinto Popescu Quiroga Rahman Ramos Rao Reyes Ricci Rossi Roux Sahin Saito Santos Sato Schmidt
  Schneider Sharma Silva Singh Soto Souza Suzuki Svensson Takahashi Tan Tanaka Tesfaye Torres Tran Ueda Vega Verma Vidal Visser Vogel Wagner
  Wang Weber Wong Yamada Yang Yilmaz Zhang Ziegler`);

/** Parts of passwords for demonstrations, and nothing else. */
export const passwordWords: readonly string[] = words(`
  Amber Anchor Aspen Bamboo Beacon Birch Breeze Canyon Cedar Cinder Clover Cobalt Comet Copper Coral Crater Cypress Delta Ember Falcon Fern
  Fjord Flint Garnet Glacier Granite Harbor Hazel Heron Indigo Island Ivory Jasper Juniper Lagoon Lantern Linden Lotus Maple Marble Meadow
  Mistral Nectar Nimbus Ocean Olive Onyx Opal Orchid Osprey Pebble Pepper Pine Plover Prairie Quartz Raven Reef Ripple River Saffron Sage
  Sierra Silver Slate Solstice Spruce Summit Sunrise Tamarind Teal Thistle Tidal Topaz Tundra Valley Violet Walnut Willow Zephyr`);

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
